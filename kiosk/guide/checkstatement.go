package guide

import "fmt"

// maxStatement is how many characters of the statement, in Chinese, 附件2 holds
// on its one page.
const maxStatement = 3000

func (c *checker) statement() {
	s := &c.Statement
	c.version("statement.version", s.Version)
	c.text("statement.title", s.Title, room{40, 120})
	c.text("statement.preface", s.Preface, room{400, 1600})
	c.text("statement.closing", s.Closing, room{100, 400})
	all := len([]rune(s.Preface.Zh + s.Closing.Zh))
	for i, clause := range s.Clauses {
		path := fmt.Sprintf("statement.clauses[%d]", i)
		c.text(path+".text", clause.Text, room{400, 1600})
		all += len([]rune(clause.Text.Zh))
		if len(clause.Points) > maxPoints {
			c.crowded(path+".points", len(clause.Points), maxPoints)
			continue
		}
		for j, p := range clause.Points {
			c.text(fmt.Sprintf("%s.points[%d]", path, j), p, room{100, 400})
			all += len([]rune(p.Zh))
		}
	}
	if all > maxStatement {
		c.bad("statement", "has %d characters in Chinese; 附件2 has room for %d", all, maxStatement)
	}
}
