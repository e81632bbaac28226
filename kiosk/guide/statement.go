package guide

// Statement is the text of 附件2 that the applicant accepts.
type Statement struct {
	Version string   `toml:"version"`
	Title   Text     `toml:"title"`
	Preface Text     `toml:"preface"`
	Clauses []Clause `toml:"clauses"`
	Closing Text     `toml:"closing"`
}

// Clause is one numbered clause of the statement, with its sub-points.
type Clause struct {
	Text   Text   `toml:"text"`
	Points []Text `toml:"points"`
}
