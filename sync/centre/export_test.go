package centre

// CleanScan is cleanScan, for the tests outside.
func CleanScan(text string) string { return cleanScan(text) }
