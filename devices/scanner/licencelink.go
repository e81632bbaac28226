package scanner

import (
	"net/url"
	"regexp"
	"strings"
)

// linkShape is a scheme, or a host that somebody left the scheme off.
var linkShape = regexp.MustCompile(`(?i)^([a-z][a-z0-9+.-]*://|(mailto|tel|sms|smsto|geo|wifi|magnet|bitcoin):|([a-z0-9-]+\.)+(com|cn|net|org|top|vip|xyz|io|cc|me|info)([:/?#]|$))`)

func isLink(text string) bool { return linkShape.MatchString(text) }

// fromLink takes a credit code from a government link that shows it whole.
func fromLink(text string, valid func(string) bool) (Licence, error) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	host, parts := takeApart(text)
	if !isGovernment(host) {
		return Licence{}, ErrURL
	}
	for _, p := range parts {
		if code := narrow(p); isCode(code) && valid(code) {
			return Licence{USCC: code, Source: SourceURL}, nil
		}
	}
	return Licence{}, ErrOpaque
}

// takeApart gives a web link's host and the parts of its path, query and
// fragment; no host for what is no web link.
func takeApart(text string) (host string, parts []string) {
	u, err := url.Parse(text)
	if err != nil || u.User != nil || !strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https") {
		return "", nil
	}
	parts = strings.FieldsFunc(u.Path+"/"+u.Fragment, func(r rune) bool { return strings.ContainsRune("/?&=#", r) })
	for _, values := range u.Query() {
		parts = append(parts, values...)
	}
	return strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")), parts
}

// isGovernment reports whether only public bodies can have the host: gov.cn is
// handed out to no others.
func isGovernment(host string) bool { return host == "gov.cn" || strings.HasSuffix(host, ".gov.cn") }

// payment lists how the texts of payment codes and of the wallets' own codes
// begin (lower case, after the scheme for links).
func payment() []string {
	return []string{
		"wxp://", "weixin://", "wechat://", "alipay://", "alipays://", "alipayqr://", "upwallet://", "upapi://",
		"qr.alipay.com", "qr.alipay.cn", "render.alipay.com", "ds.alipay.com", "mobilecodec.alipay.com", "mclient.alipay.com",
		"payapp.weixin.qq.com", "wx.tenpay.com", "u.wechat.com", "qr.95516.com", "qr.unionpay.com", "ecny.",
	}
}

// walletCode is what a wallet shows at a till: WeChat's 18 digits from 10 on,
// Alipay's 16 to 24 from 25 on, UnionPay's 19 from 62 on.
var walletCode = regexp.MustCompile(`^(1[0-5]\d{16}|(2[5-9]|30)\d{14,22}|62\d{17})$`)

func isPayment(text string) bool {
	text = asciiLower(text)
	rest := strings.TrimPrefix(strings.TrimPrefix(text, "https://"), "http://")
	for _, p := range payment() {
		if strings.HasPrefix(text, p) || strings.HasPrefix(rest, p) {
			return true
		}
	}
	return walletCode.MatchString(text) || strings.HasPrefix(text, "00020101") // EMV merchant code
}

var scriptShape = regexp.MustCompile(`(?i)<\s*[/!]?\s*[a-z]|(javascript|vbscript)\s*:|data:[a-z]+/|\$\{|\{\{|<\?|on(error|load|click)\s*=`)

func isScript(text string) bool { return scriptShape.MatchString(text) }
