package centre

import (
	"context"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/visit"
)

// peopleOf returns the ID numbers of those whose case it is, as they are looked up.
func peopleOf(a *visit.Application) []string {
	numbers := []string{visit.NormalIDNumber(a.Legal.IDNumber)}
	if a.Role == visit.RoleAgent {
		numbers = append(numbers, visit.NormalIDNumber(a.Agent.IDNumber))
	}
	return numbers
}

// findPeople notes whose the cases are that were kept before that was noted. A
// case that cannot be read stays nobody's; its own page says so.
func (c *Centre) findPeople(ctx context.Context) error {
	for after := ""; ; {
		cases, err := c.store.Nobodys(ctx, after)
		if err != nil || len(cases) == 0 {
			return err
		}
		for _, one := range cases {
			after = one.ID
			f, err := read(one)
			if err != nil {
				audit.Log(c.log, audit.StoreFailed, audit.Error(err))
				continue
			}
			if err := c.store.SetPeople(ctx, one.ID, peopleOf(f.Application)...); err != nil {
				return err
			}
		}
	}
}
