package ui

// iconGrid is the side of the square that icons are drawn on.
const iconGrid = 24

func line(data string) drawnPath  { return drawnPath{data, 2} }
func solid(data string) drawnPath { return drawnPath{data, 0} }

// iconParts are the paths of an icon; nil for IconNone.
func iconParts(i Icon) []drawnPath {
	if i >= iconCount {
		return nil
	}
	return iconTable[i]
}

var iconTable = [iconCount][]drawnPath{
	IconCheck:     {{"M 4.5 12.5 L 10 18 L 19.5 6.5", 2.6}},
	IconWarning:   {line("M 12 3.2 L 22 20.4 L 2 20.4 Z M 12 9.5 L 12 14.2"), solid("O 12 17.3 1.3")},
	IconInfo:      {line("O 12 12 9.6 M 12 11.2 L 12 17"), solid("O 12 7.4 1.4")},
	IconError:     {line("O 12 12 9.6 M 8.6 8.6 L 15.4 15.4 M 15.4 8.6 L 8.6 15.4")},
	IconCard:      {line("R 2 4.5 20 15 2.5 O 8 10.6 2.1 M 4.8 16.4 C 5.2 13.6 10.8 13.6 11.2 16.4 M 14.4 9.5 L 18.8 9.5 M 14.4 13.4 L 18.8 13.4")},
	IconScan:      {line("M 3 8 L 3 4.5 Q 3 3 4.5 3 L 8 3 M 16 3 L 19.5 3 Q 21 3 21 4.5 L 21 8 M 21 16 L 21 19.5 Q 21 21 19.5 21 L 16 21 M 8 21 L 4.5 21 Q 3 21 3 19.5 L 3 16 M 3.5 12 L 20.5 12")},
	IconPrinter:   {line("M 6.5 8 L 6.5 2.8 L 17.5 2.8 L 17.5 8 M 6.5 17.5 L 4.5 17.5 Q 2.5 17.5 2.5 15.5 L 2.5 10 Q 2.5 8 4.5 8 L 19.5 8 Q 21.5 8 21.5 10 L 21.5 15.5 Q 21.5 17.5 19.5 17.5 L 17.5 17.5 M 6.5 13.5 L 17.5 13.5 L 17.5 21.2 L 6.5 21.2 Z"), solid("O 18 10.8 1.1")},
	IconTicket:    {line("M 2.5 9 L 2.5 7 Q 2.5 5 4.5 5 L 19.5 5 Q 21.5 5 21.5 7 L 21.5 9 C 18 9.2 18 14.8 21.5 15 L 21.5 17 Q 21.5 19 19.5 19 L 4.5 19 Q 2.5 19 2.5 17 L 2.5 15 C 6 14.8 6 9.2 2.5 9 Z M 14.5 8.5 L 14.5 10 M 14.5 14 L 14.5 15.5")},
	IconKey:       {line("O 7.6 16.4 4.6 M 11 13 L 20.5 3.5 M 16.4 7.6 L 19.6 10.8")},
	IconPerson:    {line("O 12 7.4 4.4 M 3.6 21 C 3.6 12.6 20.4 12.6 20.4 21")},
	IconBuilding:  {line("M 4 21.2 L 4 4.4 Q 4 2.8 5.6 2.8 L 13 2.8 Q 14.6 2.8 14.6 4.4 L 14.6 21.2 M 14.6 9.6 L 18.6 9.6 Q 20.2 9.6 20.2 11.2 L 20.2 21.2 M 1.8 21.2 L 22.2 21.2 M 7.6 7.2 L 11 7.2 M 7.6 11.4 L 11 11.4 M 7.6 15.6 L 11 15.6")},
	IconNext:      {{"M 4 12 L 20 12 M 13.4 5.4 L 20 12 L 13.4 18.6", 2.3}},
	IconBack:      {{"M 20 12 L 4 12 M 10.6 5.4 L 4 12 L 10.6 18.6", 2.3}},
	IconUp:        {{"M 12 20 L 12 4 M 5.4 10.6 L 12 4 L 18.6 10.6", 2.3}},
	IconDown:      {{"M 12 4 L 12 20 M 5.4 13.4 L 12 20 L 18.6 13.4", 2.3}},
	IconText:      {{"M 1.8 19 L 7.6 4.6 L 13.4 19 M 3.8 14.4 L 11.4 14.4 M 18.6 7.6 L 18.6 15.6 M 14.6 11.6 L 22.6 11.6", 2.1}},
	IconContrast:  {line("O 12 12 9.4"), solid("M 12 2.6 C 24.6 2.6 24.6 21.4 12 21.4 Z")},
	IconGlobe:     {line("O 12 12 9.6 M 2.4 12 L 21.6 12 M 12 2.4 C 6.4 7.6 6.4 16.4 12 21.6 M 12 2.4 C 17.6 7.6 17.6 16.4 12 21.6")},
	IconBackspace: {line("M 8.4 4.6 L 20.4 4.6 Q 22.2 4.6 22.2 6.4 L 22.2 17.6 Q 22.2 19.4 20.4 19.4 L 8.4 19.4 L 1.8 12 Z M 11.4 9 L 17.4 15 M 17.4 9 L 11.4 15")},
	IconReach:     {line("R 3.4 2.4 17.2 19.2 2.4 M 12 5.6 L 12 11.2 M 9.2 8.6 L 12 11.4 L 14.8 8.6 M 7 15 L 17 15 M 7 18 L 17 18")},
	IconExit:      {line("M 10 3 L 5 3 Q 3 3 3 5 L 3 19 Q 3 21 5 21 L 10 21 M 9 12 L 21 12 M 16.4 7.2 L 21.2 12 L 16.4 16.8")},
	IconPen:       {line("M 4 20 L 4.9 15.4 L 16 4.3 Q 17.8 2.8 19.6 4.4 Q 21.2 6.2 19.7 8 L 8.6 19.1 Z M 14 6.4 L 17.6 10")},
	IconStamp:     {line("M 9.4 13.6 C 10.4 10.6 7.6 9 7.6 6.8 C 7.6 1.2 16.4 1.2 16.4 6.8 C 16.4 9 13.6 10.6 14.6 13.6 L 18.6 13.6 Q 20.4 13.6 20.4 15.4 L 20.4 17.4 L 3.6 17.4 L 3.6 15.4 Q 3.6 13.6 5.4 13.6 Z M 4 21.2 L 20 21.2")},
	IconRefresh:   {line("M 20.4 9 C 17.4 1.6 6.4 1 3.4 9.6 M 3 3.6 L 3.2 9.8 L 9.2 9.2 M 3.6 15 C 6.6 22.4 17.6 23 20.6 14.4 M 21 20.4 L 20.8 14.2 L 14.8 14.8")},
	IconShift:     {line("M 12 3 L 20.6 12 L 16 12 L 16 20 L 8 20 L 8 12 L 3.4 12 Z")},
	IconTrash:     {line("M 3.4 6 L 20.6 6 M 8.6 6 L 8.6 3 L 15.4 3 L 15.4 6 M 5.6 6 L 6.6 21 L 17.4 21 L 18.4 6 M 10 10.4 L 10.3 17 M 14 10.4 L 13.7 17")},
	IconHome:      {line("M 2.6 11.4 L 12 3.2 L 21.4 11.4 M 5.2 9.6 L 5.2 20.8 L 18.8 20.8 L 18.8 9.6 M 9.6 20.8 L 9.6 14.4 L 14.4 14.4 L 14.4 20.8")},
	IconChevron:   {{"M 8.5 4 L 16.5 12 L 8.5 20", 2.6}},
}
