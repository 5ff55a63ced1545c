// What the page says, in its two languages.

export const texts = {
  vi: {
    signIn: "Đăng nhập", signOut: "Đăng xuất", stranger: "Chưa đăng nhập", locale: "English", reference: "Tra cứu", query: "Truy vấn", answer: "Kết quả",
    samples: "Mẫu", docs: "Tài liệu", history: "Lịch sử", find: "Tìm kiểu hoặc trường", run: "Chạy", tidy: "Sắp xếp", operation: "Thao tác", variables: "Biến (JSON)", headers: "Tiêu đề HTTP (JSON)",
    login: "Tên đăng nhập", password: "Mật khẩu", cancel: "Thôi", demoHint: "Nhập mật khẩu dùng chung được in ra khi khởi động, rồi chọn một tài khoản:",
    noSchema: "Đăng nhập để xem tài liệu và các truy vấn mẫu.", noHistory: "Chưa có truy vấn nào.", clear: "Xóa lịch sử", all: "Tất cả",
    running: "Đang chạy…", unreachable: "Không kết nối được máy chủ.", badJSON: n => `${n}: không phải JSON hợp lệ.`,
    unexpected: p => `Dòng ${p.line}: không mong đợi “${p.what.name}”.`, unknownType: p => `Dòng ${p.line}: không có kiểu ${p.what.name}.`, unknownField: p => `Dòng ${p.line}: ${p.what.on} không có trường ${p.what.name}.`,
    unknownArgument: p => `Dòng ${p.line}: không có tham số ${p.what.name}.`, open: p => `Dòng ${p.line}: “${p.what.name}” chưa đóng.`,
  },
  en: {
    signIn: "Sign in", signOut: "Sign out", stranger: "Not signed in", locale: "Tiếng Việt", reference: "Reference", query: "Query", answer: "Answer",
    samples: "Samples", docs: "Documentation", history: "History", find: "Find a type or a field", run: "Run", tidy: "Tidy", operation: "Operation", variables: "Variables (JSON)", headers: "HTTP headers (JSON)",
    login: "Sign-in name", password: "Password", cancel: "Cancel", demoHint: "Enter the shared password that was printed at the start, then choose an account:",
    noSchema: "Sign in to see the documentation and the samples.", noHistory: "No queries yet.", clear: "Clear the history", all: "All",
    running: "Running…", unreachable: "The server does not answer.", badJSON: n => `${n}: not valid JSON.`,
    unexpected: p => `Line ${p.line}: unexpected “${p.what.name}”.`, unknownType: p => `Line ${p.line}: there is no type ${p.what.name}.`, unknownField: p => `Line ${p.line}: ${p.what.on} has no field ${p.what.name}.`,
    unknownArgument: p => `Line ${p.line}: there is no argument ${p.what.name}.`, open: p => `Line ${p.line}: “${p.what.name}” is not closed.`,
  },
};
