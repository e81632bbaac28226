package guide

import "fmt"

// 附件2 holds the statement on its one page, in Chinese, set as small as can still
// be read: so many lines of so many characters; every clause and point begins one.
const (
	statementLines = 50
	statementLine  = 64
)

// lines is how many lines a paragraph of the statement takes.
func lines(text string) int { return (len([]rune(text)) + statementLine - 1) / statementLine }

func (c *checker) statement() {
	s := &c.Statement
	c.version("statement.version", s.Version)
	c.text("statement.title", s.Title, room{40, 120})
	c.text("statement.preface", s.Preface, room{400, 1600})
	c.text("statement.closing", s.Closing, room{100, 400})
	all := lines(s.Preface.Zh) + lines(s.Closing.Zh)
	for i, clause := range s.Clauses {
		path := fmt.Sprintf("statement.clauses[%d]", i)
		c.text(path+".text", clause.Text, room{400, 1600})
		all += lines(clause.Text.Zh)
		if len(clause.Points) > maxPoints {
			c.crowded(path+".points", len(clause.Points), maxPoints)
			continue
		}
		for j, p := range clause.Points {
			c.text(fmt.Sprintf("%s.points[%d]", path, j), p, room{100, 400})
			all += lines(p.Zh)
		}
	}
	if all > statementLines {
		c.bad("statement", "statement-long", "have", all, "each", statementLine, "most", statementLines)
	}
}
