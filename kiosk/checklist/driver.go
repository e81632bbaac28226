package checklist

import (
	"net/url"
	"strings"
)

// DriverPath, with a driver's ID behind, is where the centre leads telephones to
// a driver of U-KEYs.
const DriverPath = "/D/"

// DriverURL is the address of that page. host is the centre's for people.
func DriverURL(host, id string) string {
	return "https://" + strings.TrimSuffix(host, ":443") + DriverPath + url.PathEscape(id)
}
