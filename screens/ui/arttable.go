package ui

func fillOf(i ink, data string) artPart { return artPart{drawnPath{data, 0}, i} }
func lineOf(i ink, width float64, data string) artPart {
	return artPart{drawnPath{data, width}, i}
}

// artTable holds the illustrations: what to do with one's hands, seen from the front of the kiosk.
var artTable = [artCount][]artPart{
	ArtCard: {
		fillOf(inkSoft, "R 20 20 440 280 36"),
		// the reader's plate with its waves
		fillOf(inkMain, "R 110 210 260 62 18"),
		fillOf(inkPaper, "R 128 222 224 8 4"),
		lineOf(inkWarm, 7, "M 222 254 C 232 246 248 246 258 254 M 210 246 C 226 232 254 232 270 246"),
		// the card above it
		fillOf(inkPaper, "R 132 52 216 130 16"),
		lineOf(inkLine, 5, "R 132 52 216 130 16"),
		fillOf(inkMain, "O 296 98 20 M 264 156 C 264 116 328 116 328 156 Z"),
		lineOf(inkLine, 7, "M 154 84 L 240 84 M 154 110 L 224 110 M 154 136 L 240 136"),
		lineOf(inkWarm, 9, "M 72 84 L 72 190 M 46 164 L 72 192 L 98 164 M 408 84 L 408 190 M 382 164 L 408 192 L 434 164"),
	},
	ArtScan: {
		fillOf(inkSoft, "R 20 20 440 280 36"),
		// the scanner's head and its light
		fillOf(inkMain, "R 182 36 116 46 16 M 206 82 L 274 82 L 262 100 L 218 100 Z"),
		fillOf(inkPaper, "M 220 100 L 260 100 L 356 232 L 124 232 Z"),
		// the licence
		fillOf(inkPaper, "R 96 176 288 108 12"),
		lineOf(inkLine, 5, "R 96 176 288 108 12"),
		lineOf(inkLine, 7, "M 120 206 L 236 206 M 120 230 L 220 230 M 120 254 L 236 254"),
		// its code
		fillOf(inkMain, "R 288 194 28 28 4 R 332 194 28 28 4 R 288 238 28 28 4 R 332 238 12 12 2 R 348 254 12 12 2"),
		fillOf(inkPaper, "R 297 203 10 10 1 R 341 203 10 10 1 R 297 247 10 10 1"),
		lineOf(inkWarm, 8, "M 268 230 L 380 230"),
	},
	ArtTicket: {
		fillOf(inkSoft, "R 20 20 440 280 36"),
		fillOf(inkMain, "R 96 48 288 78 22"),
		fillOf(inkPaper, "R 140 96 200 12 6"),
		fillOf(inkPaper, "M 160 102 L 320 102 L 320 262 L 306 252 L 293 262 L 280 252 L 266 262 L 253 252 L 240 262 L 226 252 L 213 262 L 200 252 L 186 262 L 173 252 L 160 262 Z"),
		lineOf(inkLine, 5, "M 160 104 L 160 262 L 173 252 L 186 262 L 200 252 L 213 262 L 226 252 L 240 262 L 253 252 L 266 262 L 280 252 L 293 262 L 306 252 L 320 262 L 320 104"),
		lineOf(inkLine, 10, "M 192 146 L 288 146"),
		fillOf(inkMain, "R 212 168 24 24 3 R 244 168 24 24 3 R 212 200 24 24 3 R 246 202 9 9 1 R 258 214 9 9 1"),
		fillOf(inkPaper, "R 220 176 8 8 1 R 252 176 8 8 1 R 220 208 8 8 1"),
		lineOf(inkWarm, 9, "M 386 150 L 386 240 M 360 214 L 386 242 L 412 214"),
	},
	ArtForms: {
		fillOf(inkSoft, "R 20 20 440 280 36"),
		fillOf(inkMain, "R 84 154 312 100 22"),
		fillOf(inkPaper, "M 150 54 L 330 54 L 330 176 L 150 176 Z"),
		lineOf(inkLine, 5, "M 150 176 L 150 54 L 330 54 L 330 176"),
		lineOf(inkLine, 7, "M 176 86 L 304 86 M 176 112 L 304 112 M 176 138 L 262 138"),
		fillOf(inkMain, "R 84 170 312 84 22"),
		fillOf(inkPaper, "R 128 206 224 76 8"),
		lineOf(inkLine, 5, "R 128 206 224 76 8"),
		lineOf(inkLine, 7, "M 154 232 L 262 232 M 154 256 L 238 256"),
		lineOf(inkWarm, 6, "O 312 244 22"),
		fillOf(inkWarm, "M 312 231 L 315.5 240 L 325 240.5 L 317.5 246.4 L 320 256 L 312 250.6 L 304 256 L 306.5 246.4 L 299 240.5 L 308.5 240 Z"),
	},
	ArtKey: {
		fillOf(inkSoft, "R 20 20 440 280 36"),
		fillOf(inkMain, "R 316 60 110 200 22"),
		fillOf(inkPaper, "R 316 136 30 48 4"),
		fillOf(inkPaper, "R 206 132 76 56 6"),
		lineOf(inkLine, 5, "R 206 132 76 56 6"),
		fillOf(inkMain, "R 250 146 14 10 2 R 250 164 14 10 2"),
		fillOf(inkWarm, "R 70 112 140 96 26"),
		fillOf(inkPaper, "O 108 160 16"),
		lineOf(inkPaper, 8, "M 138 160 L 186 160"),
		lineOf(inkWarm, 9, "M 150 68 L 276 68 M 250 44 L 278 68 L 250 92"),
	},
	ArtDone: {
		fillOf(inkSoft, "R 20 20 440 280 36"),
		fillOf(inkMain, "O 240 160 96"),
		lineOf(inkPaper, 20, "M 194 164 L 228 198 L 290 126"),
		fillOf(inkWarm, "O 92 92 10 O 392 84 14 O 404 232 9 O 84 236 14 O 132 52 6 O 352 272 7"),
	},
	ArtTake: {
		fillOf(inkSoft, "R 20 20 440 280 36"),
		fillOf(inkMain, "R 110 216 260 62 18"),
		fillOf(inkPaper, "R 128 228 224 8 4"),
		fillOf(inkPaper, "R 132 84 216 118 16"),
		lineOf(inkLine, 5, "R 132 84 216 118 16"),
		fillOf(inkMain, "O 296 126 18 M 266 178 C 266 142 326 142 326 178 Z"),
		lineOf(inkLine, 7, "M 154 116 L 240 116 M 154 142 L 224 142 M 154 168 L 240 168"),
		lineOf(inkWarm, 9, "M 72 190 L 72 84 M 46 110 L 72 82 L 98 110 M 408 190 L 408 84 M 382 110 L 408 82 L 434 110"),
	},
}
