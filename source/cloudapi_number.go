package source

import (
	"relato/conversation"
)

// cloudNumber reads what one number of the company sent or got.
type cloudNumber struct {
	*collector
	id      string
	shown   value            // the number as Meta writes it
	byPhone map[string]party // the contacts that the change names, by contactID
	byUser  map[string]party // and by their user id
}

// party is a person as Meta names one: by a phone number, a business-scoped user id, or both. Whoever has a username may
// have no number.
type party struct {
	phone string // as it was sent
	user  string
	name  string
}

// id is what the contact is known by.
func (p party) id() string {
	if p.phone == "" {
		return p.user
	}
	return contactID(p.phone)
}

// meet takes in the contacts that a change names. They only add to what messages say, so nothing is amiss where one
// cannot be read.
func (n *cloudNumber) meet(contacts value) {
	n.byPhone, n.byUser = map[string]party{}, map[string]party{}
	if !contacts.isArray() {
		return
	}
	contacts.elements(func(v value) {
		var phone, user, profile value
		v.pick(member{"wa_id", &phone}, member{"user_id", &user}, member{"profile", &profile})
		f := n.fields()
		p := party{f.keyIfAny("wa_id", phone), f.keyIfAny("user_id", user), clip(profile.at("name").word(), maxName)}
		if f.err != nil {
			return
		}
		if p.phone != "" {
			n.byPhone[p.id()] = p
		}
		if p.user != "" {
			n.byUser[p.user] = p
		}
	})
}

// party is who the fields of an entry name, with what the change's contacts add.
func (n *cloudNumber) party(f *fields, phoneField string, phone value, userField string, user value) party {
	p := party{phone: f.keyIfAny(phoneField, phone), user: f.keyIfAny(userField, user)}
	if p.phone == "" && p.user == "" {
		f.missing(phoneField, "a phone number where there is no "+userField)
		return p
	}
	known, ok := n.byPhone[contactID(p.phone)]
	if !ok || p.phone == "" {
		known = n.byUser[p.user]
	}
	if p.phone == "" {
		p.phone = known.phone
	}
	if p.user == "" {
		p.user = known.user
	}
	p.name = known.name
	return p
}

// bring takes events of a person's thread, and what is known of the person at the time of the last one.
func (n *cloudNumber) bring(p party, events ...conversation.Event) {
	id := p.id()
	n.channel(n.id, "", phoneShown(n.shown.word()))
	n.contact(id, events[len(events)-1].At, p.name, phoneShown(p.phone))
	n.same(id, p.user)
	n.events(n.thread(n.id, id), events...)
}

// isUs tells whether a number is the company's.
func (n *cloudNumber) isUs(phone string) bool {
	us := n.shown.word()
	return phone != "" && us != "" && contactID(phone) == contactID(us)
}

// reading makes a visit of a function that reads one entry, and keeps the entry where it fails.
func (n *cloudNumber) reading(read func(f *fields, v value)) func(where string, v value) {
	return func(where string, v value) {
		f := n.fields()
		read(f, v)
		if f.err != nil {
			n.unread(where, f.err, v)
		}
	}
}
