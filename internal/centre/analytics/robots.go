package analytics

import "strings"

// robots are words of the User-Agents of programs that read pages by themselves: search engines, makers of link previews, monitors,
// libraries, browsers without a screen. A robot that names none of them is counted.
var robots = []string{
	"bot", "crawl", "spider", "slurp", "facebookexternalhit", "whatsapp", "zalo-preview", "preview", "archiver", "scrap", "validator", "lighthouse",
	"headless", "phantomjs", "puppeteer", "playwright", "selenium", "monitor", "uptime", "pingdom", "scanner",
	"curl/", "wget/", "python", "go-http-client", "java/", "okhttp", "libwww", "httpclient", "node-fetch", "axios/", "postman",
}

// noRobots are words that have one of the words of robots in them: makes of phones.
var noRobots = []string{"cubot"}

// robot reports whether the User-Agent is that of a known robot, or none at all: browsers send one.
func robot(userAgent string) bool {
	agent := strings.ToLower(userAgent)
	for _, w := range noRobots {
		agent = strings.ReplaceAll(agent, w, "")
	}
	if strings.TrimSpace(agent) == "" {
		return true
	}
	for _, w := range robots {
		if strings.Contains(agent, w) {
			return true
		}
	}
	return false
}
