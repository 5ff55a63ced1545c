// The page that a one-time link opens: the secret stands behind the #, which no browser sends to a server.

const texts = {
  vi: {title: "Đặt mật khẩu", hint: "Ít nhất 12 ký tự; một câu dài dễ nhớ tốt hơn một từ khó. Liên kết này chỉ dùng được một lần.", password: "Mật khẩu mới", again: "Nhập lại", set: "Đặt mật khẩu",
    differ: "Hai lần nhập không giống nhau.", done: "Đã đặt mật khẩu. Bạn có thể đăng nhập.", missing: "Liên kết không đầy đủ. Hãy mở lại nguyên văn liên kết trong thư.", unreachable: "Không kết nối được máy chủ."},
  en: {title: "Set a password", hint: "At least 12 characters; a long sentence that you remember beats a difficult word. This link works once.", password: "New password", again: "Once more", set: "Set the password",
    differ: "The two do not match.", done: "The password is set. You can sign in.", missing: "The link is incomplete. Open it exactly as it came in the mail.", unreachable: "The server does not answer."},
};

const locale = navigator.language?.startsWith("en") ? "en" : "vi", text = texts[locale];
const $ = id => document.getElementById(id);
document.documentElement.lang = locale;
document.title = text.title;
for (const e of document.querySelectorAll("[data-text]")) e.textContent = text[e.dataset.text];

const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname); // the secret does not stay in the address bar
if (!token) $("refused").textContent = text.missing;

$("form").onsubmit = async e => {
  e.preventDefault();
  if ($("password").value !== $("again").value) { $("refused").textContent = text.differ; return; }
  const r = await fetch("/graphql", {
    method: "POST",
    headers: {"Content-Type": "application/json", "Accept-Language": locale},
    body: JSON.stringify({query: "mutation Set($input: ResetPasswordInput!) { resetPassword(input: $input) { userErrors { message } } }", variables: {input: {token, newPassword: $("password").value}}}),
  }).then(r => r.json()).catch(() => ({errors: [{message: text.unreachable}]}));
  const refused = r.errors?.[0] ?? r.data.resetPassword.userErrors[0];
  $("refused").textContent = refused?.message ?? "";
  if (refused) return;
  $("form").hidden = true;
  $("done").hidden = false;
  $("done").textContent = text.done;
};
