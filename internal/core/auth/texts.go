package auth

import "ttyt.example/ttyt/internal/base/fault"

var (
	noActiveService = fault.Text{
		VI: "Chỉ người đang làm việc mới được cấp tài khoản.",
		EN: "Only a person in active service can have an account."}
	aliasIsLogin = fault.Text{
		VI: "Bút danh công khai phải khác tên đăng nhập.",
		EN: "The public alias must differ from the login."}
	aliasIsTitle = fault.Text{
		VI: "Bút danh không được là tên đơn vị hay chức danh.",
		EN: "An alias must not be the name of an office or a title."}
	aliasTaken = fault.Text{
		VI: "Bút danh này dễ nhầm với người khác của Trung tâm. Hãy chọn bút danh khác, hoặc dùng họ tên của mình.",
		EN: "This alias could be taken for somebody else at the centre. Choose another, or use your own full name."}
	aliasAlphabet = fault.Format{
		VI: "Bút danh chỉ dùng chữ cái Latinh, có dấu hoặc không: “%v” thuộc bảng chữ khác.",
		EN: "An alias uses Latin letters, with or without marks: “%v” is from another alphabet."}
	aliasCharacter = fault.Format{
		VI: "Bút danh chỉ gồm chữ cái, chữ số, dấu cách và dấu chấm, không có “%v”.",
		EN: "An alias has only letters, digits, spaces and full stops, no “%v”."}
	aliasTooShort = fault.Format{
		VI: "Bút danh có ít nhất %v chữ cái.",
		EN: "An alias has at least %v letters."}
	malformedLogin = fault.Text{
		VI: "Tên đăng nhập gồm 3 đến 32 ký tự a-z, 0-9, dấu chấm, gạch dưới, gạch ngang; bắt đầu bằng chữ hoặc số.",
		EN: "A login has 3 to 32 of the characters a-z, 0-9, full stop, underscore and hyphen, and starts with a letter or digit."}
	loginIsAlias = fault.Text{
		VI: "Tên đăng nhập này trùng với một bút danh mà bạn đọc nhìn thấy. Hãy chọn tên khác.",
		EN: "This login is an alias that readers see. Choose another."}
	unconfirmed = fault.Text{
		VI: "Chưa có người thứ hai xác nhận liên kết đặt mật khẩu của tài khoản này. Cần người thứ hai (Bộ phận Công nghệ thông tin hoặc giám đốc, không phải người cấp liên kết hay chủ tài khoản) xác nhận tài khoản trước khi cấp quyền.",
		EN: "No second person has confirmed the one-time link of this account. Have it confirmed first, by IT or a director who neither issued the link nor holds the account."}
	tooManySignIns = fault.Text{
		VI: "Quá nhiều người đang đăng nhập. Hãy thử lại sau ít giây, hoặc đề nghị Bộ phận Công nghệ thông tin gửi liên kết dùng một lần.",
		EN: "Too many people are signing in. Try again in a few seconds, or ask the IT section for a one-time link."}
	mailNotSent = fault.Text{
		VI: "Đã lưu, nhưng chưa gửi được thư. Hãy gửi lại liên kết.",
		EN: "Saved, but the mail could not be sent. Send the link again."}
	passwordTooShort = fault.Format{
		VI: "Mật khẩu phải có ít nhất %v ký tự.",
		EN: "A password needs at least %v characters."}
	passwordTooLong = fault.Format{
		VI: "Mật khẩu có nhiều nhất %v ký tự.",
		EN: "A password has at most %v characters."}
	passwordGuessable = fault.Text{
		VI: "Mật khẩu dễ đoán: chỉ gồm tên, từ hay dùng hoặc ký tự lặp lại.",
		EN: "The password is easy to guess: it is made of names, common words or repetition."}
	linkInvalid = fault.Text{
		VI: "Liên kết không đúng, đã dùng hoặc đã hết hạn.",
		EN: "The link is wrong, has been used or has expired."}
	accountState = fault.Text{
		VI: "Trạng thái của tài khoản không cho phép việc này.",
		EN: "The account's state does not allow this."}
	passwordNotSet = fault.Text{
		VI: "Chủ tài khoản chưa đặt mật khẩu bằng liên kết đã cấp.",
		EN: "The holder has not yet set a password with the link that was issued."}
	alreadyOpen = fault.Text{
		VI: "Giám đốc đang được phép tạo tài khoản rồi.",
		EN: "Directors may already create accounts."}
	nothingOpen = fault.Text{
		VI: "Không có đợt mở quyền tạo tài khoản nào để kết thúc.",
		EN: "There is no opening of account creation to end."}
	badCredentials = fault.Text{
		VI: "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản không hoạt động.",
		EN: "The login or password is wrong, or the account is not active."}
	hasAccount = fault.Text{
		VI: "Người này đã có tài khoản.",
		EN: "This person already has an account."}
	loginTaken = fault.Text{
		VI: "Tên đăng nhập này đã có người dùng.",
		EN: "This login is already in use."}
	letterSubject = fault.Format{
		VI: "Đặt mật khẩu – %v",
		EN: "Set your password – %v"}
	letter = fault.Format{
		VI: "Kính gửi %v,\n\nMở liên kết sau để đặt mật khẩu cho tài khoản %v. Liên kết chỉ dùng được một lần, trong %v giờ:\n\n%v\n\n" +
			"Nếu không yêu cầu, hãy báo ngay cho Bộ phận Công nghệ thông tin. Không ai có quyền hỏi mật khẩu hoặc liên kết này.",
		EN: "Dear %v,\n\nOpen this link to set the password of the account %v. It works once, within %v hours:\n\n%v\n\n" +
			"If you did not ask for it, tell the IT section at once. Nobody may ask you for the password or this link."}
)
