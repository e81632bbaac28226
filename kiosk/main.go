// Command kiosk is the screen program of the hall kiosk.
package main

func main() {}
