package ui

// Icon names a vector icon; screens/ui holds its strokes (iconpaths.go).
type Icon uint8

// The icons, drawn on a grid of 24×24.
const (
	IconNone Icon = iota
	IconCheck
	IconWarning
	IconInfo
	IconError
	IconCard
	IconScan
	IconPrinter
	IconTicket
	IconKey
	IconPerson
	IconBuilding
	IconNext
	IconBack
	IconUp
	IconDown
	IconText
	IconContrast
	IconGlobe
	IconBackspace
	IconReach
	IconExit
	IconPen
	IconStamp
	IconRefresh
	IconShift
	IconTrash
	IconHome
	IconChevron
	IconBook
	IconList
	IconPlace
	IconPhone
	IconDownload
	IconSearch
	IconMinus
	IconPlus
	IconCalendar
	IconLock
	IconPause
	IconPlay
	IconStop
	iconCount
)

// Art names an illustration.
type Art uint8

// The illustrations, drawn on a grid of 480×320.
const (
	ArtNone       Art = iota
	ArtCard           // lay the card on the reader
	ArtScan           // hold the licence under the scanner
	ArtTicket         // take the ticket
	ArtForms          // take the printed forms
	ArtKey            // plug in the U-KEY
	ArtDone           // all done
	ArtTake           // take your card with you
	ArtTicketScan     // hold the ticket under the scanner
	// U-KEYs by their shape.
	ArtKeyCap    // with a cap
	ArtKeySwivel // in a shell that swivels
	ArtKeySlide  // with a plug that slides out
	ArtKeyButton // with a button
	ArtKeyScreen // with a screen and keys
	ArtKeyOut    // pull out the U-KEY
	// A driver comes onto a computer.
	ArtWebsite  // open the page
	ArtDownload // download the file
	ArtInstall  // run it
	artCount
)
