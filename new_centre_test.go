package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net"
	"net/http"
	netmail "net/mail"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// postOffice is a mail server that takes every message and keeps the link of the last one to each address.
type postOffice struct {
	mu    sync.Mutex
	links map[string]string
}

var oneTimeLink = regexp.MustCompile(`https://\S+/console/password/(\S+)`)

func (p *postOffice) listen(t *testing.T) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(c)
		}
	}()
	return l.Addr().String()
}

func (p *postOffice) serve(c net.Conn) {
	defer c.Close()
	r := bufio.NewReader(c)
	say := func(s string) { _, _ = io.WriteString(c, s+"\r\n") }
	say("220 test")
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		switch verb, _, _ := strings.Cut(strings.TrimSpace(line), " "); verb {
		case "DATA":
			say("354 go on")
			p.take(r)
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}

// take reads one message up to its full stop.
func (p *postOffice) take(r *bufio.Reader) {
	var text strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil || line == ".\r\n" {
			break
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
	m, err := netmail.ReadMessage(strings.NewReader(text.String()))
	if err != nil {
		return
	}
	body, _ := io.ReadAll(quotedprintable.NewReader(m.Body))
	to, err := netmail.ParseAddress(m.Header.Get("To"))
	if found := oneTimeLink.FindSubmatch(body); err == nil && found != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.links[to.Address] = string(found[1])
	}
}

func (p *postOffice) link(to string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.links[to]
}

// site is the program as its users see it: its commands, and what it serves.
type site struct {
	t    *testing.T
	env  map[string]string
	url  string
	mail *postOffice // nil if no mail can go
}

// answer is the data of one request that went well.
type answer map[string]any

// at is the text at a path such as "createAccount.account.id".
func (a answer) at(t *testing.T, path string) string {
	t.Helper()
	var v any = map[string]any(a)
	for name := range strings.SplitSeq(path, ".") {
		in, ok := v.(map[string]any)
		if !ok {
			t.Fatalf("no %s in %v", path, a)
		}
		v = in[name]
	}
	return fmt.Sprint(v)
}

// ask sends a request with the bearer, none for strangers, and returns the data and the codes of what went wrong.
func (s *site) ask(bearer, query string, variables map[string]any) (data answer, wrong []string) {
	s.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		s.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer got.Body.Close()
	var all struct {
		Errors []struct{ Extensions struct{ Code string } }
		Data   answer
	}
	if err := json.NewDecoder(got.Body).Decode(&all); err != nil {
		s.t.Fatal(err)
	}
	for _, e := range all.Errors {
		wrong = append(wrong, e.Extensions.Code)
	}
	for _, payload := range all.Data {
		fields, _ := payload.(map[string]any)
		errs, _ := fields["userErrors"].([]any)
		for _, e := range errs {
			wrong = append(wrong, fmt.Sprint(e.(map[string]any)["code"]))
		}
	}
	return all.Data, wrong
}

// must is ask for what has to go well.
func (s *site) must(bearer, query string, variables map[string]any) answer {
	s.t.Helper()
	data, wrong := s.ask(bearer, query, variables)
	if wrong != nil {
		s.t.Fatalf("%v\n%s\n%v", wrong, query, variables)
	}
	return data
}

// do runs a mutation whose payload is narrowed to fields.
func (s *site) do(bearer, mutation, fields string, input map[string]any) answer {
	s.t.Helper()
	return s.must(bearer, one(mutation, fields), map[string]any{"input": input})
}

// one is the document of a mutation by the conventions of the API.
func one(mutation, fields string) string {
	return fmt.Sprintf("mutation($input: %s%sInput!) { %s(input: $input) { %s userErrors { code message } } }", strings.ToUpper(mutation[:1]), mutation[1:], mutation, fields)
}

// serve runs the program until the test ends.
func (s *site) serve() {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	down := make(chan int, 1)
	go func() { down <- run(ctx, console{env: s.getenv, out: io.Discard, log: io.Discard}, []string{"serve"}) }()
	s.t.Cleanup(func() { cancel(); <-down })
	s.url = "http://" + s.env["ADDR"]
	for {
		select {
		case code := <-down:
			down <- code
			s.t.Fatalf("serve ended: %d", code)
		case <-time.After(20 * time.Millisecond):
		}
		if got, err := http.Get(s.url + "/readyz"); err == nil {
			got.Body.Close()
			return
		}
	}
}

// freePort is an address on this machine that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (s *site) getenv(name string) string { return s.env[name] }

const startPassword = "mưa rào tháng sáu"

// enter has the holder follow a link, set a password and sign in.
func (s *site) enter(link, login string) (bearer string) {
	s.t.Helper()
	s.do("", "resetPassword", "", map[string]any{"token": link, "newPassword": startPassword})
	return s.do("", "signIn", "token", map[string]any{"login": login, "password": startPassword, "client": "APP"}).at(s.t, "signIn.token")
}

// person puts somebody on record.
func (s *site) person(by, code, name, department string) (id string) {
	s.t.Helper()
	return s.do(by, "hireStaff", "staffMember { id }", map[string]any{"code": code, "name": name, "department": department, "employment": "PUBLIC_EMPLOYEE",
		"startedOn": "2020-01-01", "decisionNo": "1/QĐ", "privateEmail": code + "@thu.example"}).at(s.t, "hireStaff.staffMember.id")
}

// account makes the person's account and has them sign in by the link that comes to them: by mail, or shown to the issuer or,
// where there has to be one, to the second person.
func (s *site) account(by, second, staff, code, login string) (bearer string) {
	s.t.Helper()
	made := s.do(by, "createAccount", "passwordReset { id awaitsSecond link }", map[string]any{"staff": staff, "login": login, "alias": "Bút danh " + code})
	shown := made.at(s.t, "createAccount.passwordReset.link")
	if waits := made.at(s.t, "createAccount.passwordReset.awaitsSecond"); waits != fmt.Sprint(second != "") {
		s.t.Fatalf("%s waits for a second person: %s", login, waits)
	}
	if second != "" {
		if shown != "<nil>" || s.mail != nil && s.mail.link(code+"@thu.example") != "" {
			s.t.Fatalf("%s: the link is out before a second person confirmed it", login)
		}
		id := made.at(s.t, "createAccount.passwordReset.id")
		if _, wrong := s.ask(by, one("confirmPasswordReset", ""), map[string]any{"input": map[string]any{"id": id}}); fmt.Sprint(wrong) != "[FOUR_EYES]" {
			s.t.Errorf("%s: who issued the link confirms it: %v", login, wrong)
		}
		shown = s.do(second, "confirmPasswordReset", "passwordReset { link }", map[string]any{"id": id}).at(s.t, "confirmPasswordReset.passwordReset.link")
	}
	if (shown == "<nil>") != (s.mail != nil) {
		s.t.Fatalf("%s: the link is shown: %q", login, shown)
	}
	_, link, _ := strings.Cut(shown, "/console/password/")
	if s.mail != nil {
		link = s.mail.link(code + "@thu.example")
	}
	return s.enter(link, login)
}

// From nothing to a centre that works: the first director, people, IT's first account, everybody else's, a post on the site,
// an asset in the register, an incident that is resolved; by the program's commands and its API alone, on each store, with
// a mail server and without.
func TestArticle1_FromAnEmptyStoreToAWorkingCentre(t *testing.T) {
	t.Parallel()
	for _, store := range kit.Stores(t) {
		for _, mails := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, mail %v", store.Dialect, mails), func(t *testing.T) {
				t.Parallel()
				key := make([]byte, 32)
				_, _ = rand.Read(key)
				s := &site{t: t, env: map[string]string{"AUDIT_KEY": base64.StdEncoding.EncodeToString(key), "DATA": t.TempDir(), "DSN": store.Bare(t), "ADDR": freePort(t),
					"PUBLIC_URL": "https://ttyt.example", "TLS_PROXY": "true", "TRUSTED_PROXIES": "127.0.0.1"}}
				if mails {
					s.mail = &postOffice{links: map[string]string{}}
					s.env["SMTP_URL"], s.env["MAIL_FROM"] = "smtp://"+s.mail.listen(t), "khong-tra-loi@ttyt.example"
				}
				s.found()
			})
		}
	}
}

func (s *site) found() {
	t := s.t
	code, out, log := try(t.Context(), s.env, "director", "create", "-login", "giamdoc", "-name", "Vũ Đình Khải", "-alias", "Đình Khải", "-staff-code", "NV001", "-decision", "87/QĐ-SYT")
	link := oneTimeLink.FindStringSubmatch(out)
	if code != 0 || link == nil {
		t.Fatalf("%d\n%s%s", code, out, log)
	}
	s.serve()
	head := s.enter(link[1], "giamdoc")

	department := func(kind, name, code string) string {
		parent := s.must(head, `{ departments(filter: {kind: CENTRE}) { id } }`, nil)["departments"].([]any)[0].(map[string]any)["id"]
		return s.do(head, "createDepartment", "department { id }", map[string]any{"kind": kind, "name": name, "code": code, "parent": parent}).at(t, "createDepartment.department.id")
	}
	office, web, ward := department("OFFICE", "Phòng Tổ chức - Hành chính", "TCHC"), department("OFFICE", "Bộ phận Quản lý website", "WEB"), department("CLINICAL", "Khoa Nội", "NOI")
	engineer, editor := s.person(head, "NV002", "Ngô Hải Đăng", office), s.person(head, "NV003", "Bùi Ngọc Sơn", web)
	doctor, nurse := s.person(head, "NV004", "Tống Thanh Bình", ward), s.person(head, "NV005", "Hà Thị Tuyết", ward)
	deputy := s.person(head, "NV006", "Trịnh Thu Hương", office)
	s.do(head, "appoint", "position { id }", map[string]any{"staffMember": doctor, "department": ward, "kind": "HEAD", "decisionNo": "2/QĐ"})
	for who, role := range map[string]string{engineer: "IT", editor: "WEB_EDITOR", deputy: "DIRECTOR"} {
		s.do(head, "grantRole", "roleAssignment { id }", map[string]any{"staffMember": who, "role": role})
	}

	if cause := s.must(head, "{ accountOpening { cause } }", nil).at(t, "accountOpening.cause"); cause != "NEW_CENTRE" {
		t.Errorf("got %s", cause)
	}
	it := s.account(head, "", engineer, "NV002", "cntt")
	if opening := s.must(head, "{ accountOpening { cause } }", nil)["accountOpening"]; opening != nil {
		t.Errorf("got %v", opening)
	}
	if _, wrong := s.ask(head, one("createAccount", ""), map[string]any{"input": map[string]any{"staff": nurse, "login": "dieuduong", "alias": "Hà Tuyết"}}); fmt.Sprint(wrong) != "[FORBIDDEN]" {
		t.Errorf("a director creates accounts beside IT: %v", wrong)
	}
	site := s.account(it, head, editor, "NV003", "bientap")
	second := s.account(it, head, deputy, "NV006", "phogiamdoc")
	leader, author := s.account(it, "", doctor, "NV004", "bacsi"), s.account(it, "", nurse, "NV005", "dieuduong")

	const listed = "{ accounts(filter: {awaitsConfirmation: true}) { totalCount } }"
	if n := s.must(second, listed, nil).at(t, "accounts.totalCount"); n != "1" {
		t.Errorf("%s accounts on the Board's list", n)
	}
	account := s.must(it, "{ me { account { id } } }", nil).at(t, "me.account.id")
	if _, wrong := s.ask(head, one("confirmAccount", ""), map[string]any{"input": map[string]any{"id": account}}); fmt.Sprint(wrong) != "[FOUR_EYES]" {
		t.Errorf("who issued IT's first link confirms the account: %v", wrong)
	}
	s.do(second, "confirmAccount", "account { confirmedBy { name } }", map[string]any{"id": account})
	if n := s.must(head, listed, nil).at(t, "accounts.totalCount"); n != "0" {
		t.Errorf("%s accounts on the Board's list", n)
	}

	s.publish(author, leader, second, site, ward)
	s.do(it, "registerAsset", "asset { id }", map[string]any{"code": "MT-NOI-01", "name": "Máy tính trực", "kind": "WORKSTATION", "department": ward, "state": "IN_USE"})
	incident := s.do(author, "reportIncident", "incident { id version }", map[string]any{"title": "Máy không lên mạng", "category": "NETWORK"}).at(t, "reportIncident.incident.id")
	s.do(it, "takeIncident", "incident { state }", map[string]any{"id": incident, "expectedVersion": 1})
	solved := s.do(it, "resolveIncident", "incident { state }", map[string]any{"id": incident, "expectedVersion": 2, "solution": "Cắm lại dây mạng."})
	if state := solved.at(t, "resolveIncident.incident.state"); state != "RESOLVED" {
		t.Errorf("the incident is %s", state)
	}
}

// publish takes a text from the ward to the public.
func (s *site) publish(author, leader, director, editor, ward string) {
	t := s.t
	t.Helper()
	draft := s.do(author, "createPost", "post { id slug }", map[string]any{"type": "NEWS_ARTICLE", "department": ward, "title": "Khai trương trang tin", "body": "<p>Kính chào bà con.</p>"})
	id, slug := draft.at(t, "createPost.post.id"), draft.at(t, "createPost.post.slug")
	s.do(author, "submitPost", "post { id }", map[string]any{"id": id, "expectedVersion": 1, "privacy": "NO_PATIENT"})
	for _, who := range []string{leader, director} {
		open := s.must(who, "{ me { approvalsToDecide { nodes { id version } } } }", nil)
		duty := open["me"].(map[string]any)["approvalsToDecide"].(map[string]any)["nodes"].([]any)[0].(map[string]any)
		s.do(who, "decideApproval", "approval { id }", map[string]any{"id": duty["id"], "verdict": "APPROVE", "expectedVersion": duty["version"]})
	}
	read := map[string]any{"slug": slug}
	version := s.must(editor, "query($slug: Slug) { post(slug: $slug) { version } }", read)["post"].(map[string]any)["version"]
	s.do(editor, "publishPost", "post { id }", map[string]any{"id": id, "expectedVersion": version})
	if title := s.must("", "query($slug: Slug) { post(slug: $slug) { title } }", read).at(t, "post.title"); title != "Khai trương trang tin" {
		t.Errorf("strangers read %q", title)
	}
}
