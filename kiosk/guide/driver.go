package guide

// Install is how a driver comes onto a computer, in the notice's words.
type Install struct {
	Steps []Text `toml:"steps"`
	// Antivirus is what to do when such a program objects.
	Antivirus Text `toml:"antivirus"`
	SignIn    Text `toml:"sign_in"` // what comes after
	// Centre is where any driver can be found: "http://www.hunca.com.cn".
	Centre string `toml:"centre"`
}

// Driver is one model of U-KEY and the driver that fits it.
type Driver struct {
	ID   string `toml:"id"`
	Name Text   `toml:"name"`
	// Look says how to recognise it; Shape names its drawing; see Shapes.
	Look  Text   `toml:"look"`
	Shape string `toml:"shape"`
	// USB are the vendor and product IDs that it is known to show, "096E:0309".
	USB []string `toml:"usb"`
	// URL is its driver's own address; "" where it is not known: Install.Centre
	// leads on. Version, Size in bytes and SHA256 in hex are set where known.
	URL     string `toml:"url"`
	Version string `toml:"version"`
	Size    int64  `toml:"size"`
	SHA256  string `toml:"sha256"`
	Assumed bool   `toml:"assumed"`
	Because Text   `toml:"because"`
}

// Shapes are the drawings that there are of U-KEYs.
func Shapes() []string { return []string{"cap", "swivel", "slide", "button", "screen"} }
