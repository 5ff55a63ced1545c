package analytics

import "testing"

func TestRobots(t *testing.T) {
	t.Parallel()
	for agent, want := range map[string]bool{
		"": true, " ": true,
		"Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)":                                   true,
		"Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)":                         true,
		"Mozilla/5.0 (compatible; YandexBot/3.0)":                                                                   true,
		"Baiduspider+(+http://www.baidu.com/search/spider.htm)":                                                     true,
		"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)":                                 true,
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/119.0 Safari/537.36": true,
		"curl/8.5.0":             true,
		"Go-http-client/2.0":     true,
		"UptimeRobot/2.0":        true,
		"python-requests/2.31.0": true,
		"Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36":                       false,
		"Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Mobile Safari/537.36":               false,
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari":    false,
		"Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/109 Mobile Safari/537.36 Zalo android/2301": false,
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/100.0 Chrome/94.0 Safari/537.36":     false,
	} {
		if got := robot(agent); got != want {
			t.Errorf("%q: %v", agent, got)
		}
	}
}
