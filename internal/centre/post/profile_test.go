package post_test

import (
	"context"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

// profileStates bring a profile of the person to where it may stand.
func (c *centre) profileStates() map[string]func(t *testing.T, person db.ID) string {
	draft := func(t *testing.T, person db.ID) string { return c.draft(t, c.writer, profileOf(person)).ID() }
	approved := func(t *testing.T, person db.ID) string { return c.consented(t, profileOf(person)) }
	published := func(t *testing.T, person db.ID) string { return c.published(t, profileOf(person)) }
	title := "Tên có học vị"
	return map[string]func(t *testing.T, person db.ID) string{
		"draft": draft,
		"at the department's step": func(t *testing.T, person db.ID) string {
			id := draft(t, person)
			must(t, c.submit(t, c.writer, id))
			return id
		},
		"at the Board's step": func(t *testing.T, person db.ID) string {
			id := draft(t, person)
			must(t, c.submit(t, c.writer, id))
			must(t, c.decide(t, c.head, id, approval.Approve, ""))
			return id
		},
		"approved": approved,
		"scheduled": func(t *testing.T, person db.ID) string {
			id := approved(t, person)
			_, err := c.posts.Schedule(c.As(t, c.editor), post.ScheduleInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), PublishAt: db.At(c.Clock.Now().Add(time.Hour))})
			must(t, err)
			return id
		},
		"published": published,
		"published, and a newer version in review": func(t *testing.T, person db.ID) string {
			id := published(t, person)
			c.revised(t, id, post.Edit{Title: &title})
			return id
		},
		"unpublished": func(t *testing.T, person db.ID) string {
			id := published(t, person)
			must(t, c.unpublish(t, c.editor, id, because))
			return id
		},
		"archived": func(t *testing.T, person db.ID) string {
			id := published(t, person)
			_, err := c.posts.Archive(c.As(t, c.editor), c.reasoned(t, id, because))
			must(t, err)
			return id
		},
	}
}

// can are the actions that one of the people may take on the post.
func (c *centre) can(t *testing.T, id string, people ...db.ID) map[act.Action]bool {
	t.Helper()
	can := map[act.Action]bool{}
	for _, person := range people {
		p, err := c.posts.Get(c.As(t, person), id)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		must(t, err)
		list, err := p.Common().AvailableActions(c.As(t, person))
		must(t, err)
		for _, a := range list {
			can[a.Action] = can[a.Action] || a.Allowed
		}
	}
	return can
}

// Whatever happens to the person, and wherever the profile stands: it shows what is so now, the managers of today answer for
// it, and there is a way out.
func TestArticle11a_AProfileFollowsThePerson(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		chief := k.Staff(t, c.office, "Trưởng phòng")
		k.Position(t, chief, c.office, "HEAD")
		events := map[string]func(t *testing.T, person db.ID){
			"nothing": func(*testing.T, db.ID) {},
			"transfer": func(t *testing.T, person db.ID) {
				_, err := c.people.Transfer(c.As(t, c.director), staff.TransferInput{StepInput: c.step(t, person), Department: db.GlobalID("department", c.office)})
				must(t, err)
			},
			"transfer with the positions kept": func(t *testing.T, person db.ID) {
				_, err := c.people.Transfer(c.As(t, c.director), staff.TransferInput{StepInput: c.step(t, person), Department: db.GlobalID("department", c.office), KeepPositions: true})
				must(t, err)
			},
			"leave for good": func(t *testing.T, person db.ID) { must(t, c.leaves(t, person)) },
			"contract over": func(t *testing.T, person db.ID) {
				k.Exec(t, "UPDATE staff SET ends_on = '2020-01-02' WHERE id = ?", person)
				must(t, c.people.EndDue(context.Background()))
			},
			"leave of absence and return": func(t *testing.T, person db.ID) {
				_, err := c.people.StartLeave(c.As(t, c.director), c.step(t, person))
				must(t, err)
				_, err = c.people.EndLeave(c.As(t, c.director), c.step(t, person))
				must(t, err)
			},
			"position ended": func(t *testing.T, person db.ID) {
				list, err := c.roles.PositionsOf(c.As(t, c.director), []db.ID{person}, role.PositionFilter{}, paging.Args{})
				must(t, err)
				_, err = c.roles.EndPosition(c.As(t, c.director), role.EndPositionInput{ID: list[person].Nodes()[0].ID(), DecisionNo: "8/QĐ"})
				must(t, err)
			},
		}
		for state, start := range c.profileStates() {
			for event, happen := range events {
				t.Run(state+", "+event, func(t *testing.T) {
					person := c.hire(t, c.ward)
					k.Position(t, person, c.ward, "DEPUTY")
					id := start(t, person)
					before := c.visible(t, id)
					happen(t, person)
					left := event == "leave for good" || event == "contract over"
					moved := event == "transfer" || event == "transfer with the positions kept"
					h := c.headOf(t, id)
					if left && h.Publication != post.PublicationArchived {
						t.Fatalf("the profile of somebody who left is %s", h.Publication)
					}
					if got := c.visible(t, id); got != (before && !left) {
						t.Errorf("the public site shows it: %v, was %v", got, before)
					}
					manager, owner := c.head, c.ward
					if moved && state != "archived" {
						manager, owner = chief, c.office
					}
					if h.Department != owner {
						t.Error("it is not owned by the department of today")
					}
					offices, err := c.roles.OfficesOf(context.Background(), []db.ID{person})
					must(t, err)
					keeps := event == "nothing" || event == "leave of absence and return" || event == "transfer with the positions kept"
					if n := len(offices[person]); (n == 1) != keeps {
						t.Errorf("%d positions are shown", n)
					}
					c.wayOut(t, id, person, manager, left, moved)
				})
			}
		}
	})
}

// wayOut goes on with the profile, or makes another where it is archived.
func (c *centre) wayOut(t *testing.T, id string, person, manager db.ID, left, moved bool) {
	t.Helper()
	if c.headOf(t, id).Publication == post.PublicationArchived {
		who := manager
		title, owner := "Hồ sơ mới", c.ward
		if moved {
			owner = c.office
			who = c.other
		}
		name := db.GlobalID("staff", person)
		_, err := c.posts.Create(c.As(t, who), post.CreateInput{Type: post.TypeStaffProfile, Person: &name, Department: db.GlobalID("department", owner), Edit: post.Edit{Title: &title}})
		if left {
			wantCode(t, "a profile of somebody who left", err, fault.Invalid)
		} else {
			must(t, err)
		}
		return
	}
	if can := c.can(t, id, manager); !can[post.ActionUpdate] && !can[post.ActionWithdraw] {
		t.Errorf("the manager of today may neither change it nor withdraw it: %v", can)
	}
	if can := c.can(t, id, manager, c.director); can[post.ActionWithdraw] {
		_, err := c.posts.Withdraw(c.As(t, manager), c.reasoned(t, id, "Sửa"))
		must(t, err)
	}
	title := "Tên mới"
	_, err := c.posts.Update(c.As(t, manager), post.UpdateInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Edit: post.Edit{Title: &title}})
	must(t, err)
	must(t, c.submit(t, manager, id))
	must(t, c.decide(t, c.director, id, approval.Approve, ""))
	must(t, c.publish(t, c.editor, id))
	if !c.visible(t, id) {
		t.Error("it cannot be published any more")
	}
}

// A consent given before somebody left, or moved, is looked at again when it takes effect.
func TestArticle1_NoProfileOfSomebodyWhoLeftGoesOntoTheSite(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		// Past the feature, so that nothing but the moment of effect is left to see it.
		gone := func(person db.ID) { k.Exec(t, "UPDATE staff SET state = 'LEFT' WHERE id = ?", person) }
		person := c.hire(t, c.ward)
		id := c.consented(t, profileOf(person))
		gone(person)
		if c.can(t, id, c.editor)[post.ActionPublish] {
			t.Error("publishing is offered")
		}
		wantCode(t, "published by hand", c.publish(t, c.editor, id), fault.WrongState)

		person = c.hire(t, c.ward)
		id = c.profileStates()["scheduled"](t, person)
		gone(person)
		k.Clock.Advance(time.Hour)
		runDue(t, c)
		if c.visible(t, id) || c.told(t, c.editor, inbox.Refused) != 1 {
			t.Error("published at its time, or the website section is not told why it was not")
		}

		person = c.hire(t, c.ward)
		id = c.profileStates()["unpublished"](t, person)
		gone(person)
		wantCode(t, "put back", c.publish(t, c.editor, id), fault.WrongState)
	})
}

// What a profile shows by a written decision needs no consent, so the Board and the website section are notified of it.
func TestArticle11a_TheBoardIsToldWhatAProfileShowsAnew(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		person := c.hire(t, c.ward)
		c.published(t, profileOf(person))
		_, err := c.roles.Appoint(c.As(t, c.director), role.AppointInput{StaffMember: db.GlobalID("staff", person), Department: db.GlobalID("department", c.ward), Kind: role.Deputy, DecisionNo: "9/QĐ"})
		must(t, err)
		_, err = c.people.Transfer(c.As(t, c.director), staff.TransferInput{StepInput: c.step(t, person), Department: db.GlobalID("department", c.office)})
		must(t, err)
		for _, who := range []db.ID{c.director, c.deputy, c.editor} {
			if n := c.told(t, who, inbox.ProfileChanged); n != 2 {
				t.Errorf("told %d times, want 2", n)
			}
		}
	})
}

// What a leaver began passes to the present manager of the department or of one above it; if none is at work, to a director.
func TestArticle12_WhatALeaverBeganIsNobodysDeadEnd(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		sees := func(person db.ID, id string) bool {
			_, err := c.posts.Get(c.As(t, person), id)
			if err != nil && !fault.Is(err, fault.NotFound) {
				t.Fatal(err)
			}
			return err == nil
		}
		for name, inTurn := range map[string]func(manager, author db.ID){
			"the manager left first": func(manager, author db.ID) { must(t, c.leaves(t, manager)); must(t, c.leaves(t, author)) },
			"the author left first":  func(manager, author db.ID) { must(t, c.leaves(t, author)); must(t, c.leaves(t, manager)) },
		} {
			t.Run(name, func(t *testing.T) {
				station := k.Department(t, "STATION", "TRAM"+name[4:5], c.root)
				manager, author := c.hire(t, station), c.hire(t, station)
				k.Position(t, manager, station, "HEAD")
				id, scrap := c.draft(t, author, of(station)).ID(), c.draft(t, author, of(station)).ID()
				if sees(c.director, id) {
					t.Error("the Board reads what its author has not sent")
				}
				inTurn(manager, author)
				if sees(c.head, id) || sees(c.editor, id) {
					t.Error("somebody else reads it")
				}
				if can := c.can(t, id, c.director); !can[post.ActionUpdate] || !can[post.ActionSubmit] || !can[post.ActionDelete] {
					t.Fatalf("a director may not go on with it: %v", can)
				}
				_, err := c.posts.Delete(c.As(t, c.director), post.DeleteInput{ID: scrap, ExpectedVersion: c.seen(t, c.director, scrap)})
				must(t, err)
				must(t, c.submit(t, c.director, id))
				wantCode(t, "a director on what they sent", c.decide(t, c.director, id, approval.Approve, ""), fault.FourEyes)
				must(t, c.decide(t, c.deputy, id, approval.Return, "Bổ sung"))

				heir := c.hire(t, station)
				k.Position(t, heir, station, "ACTING")
				if !sees(heir, id) || c.can(t, id, c.deputy)[post.ActionUpdate] {
					t.Error("it does not pass to the new manager")
				}
			})
		}
	})
}
