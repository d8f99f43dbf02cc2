package db

import (
	"encoding/json"
	"fmt"
	"slices"

	"relato/conversation"
)

func (a *appender) agent(line conversation.AgentLine) error {
	if err := a.refer("agent", line.ID); err != nil {
		return err
	}
	return a.upsert(`UPDATE agent SET name = coalesce(?1, name), email = coalesce(?2, email), active = coalesce(?3, active),
		revision = ?4 WHERE id = ?5 AND (name <> coalesce(?1, name) OR email <> coalesce(?2, email)
		OR active <> coalesce(?3, active))`, line.Name, line.Email, line.Active, a.revision, line.ID)
}

func (a *appender) channel(line conversation.ChannelLine) error {
	if err := a.refer("channel", line.ID); err != nil {
		return err
	}
	return a.upsert(`UPDATE channel SET name = coalesce(?1, name), phone = coalesce(?2, phone), revision = ?3
		WHERE id = ?4 AND (name <> coalesce(?1, name) OR phone <> coalesce(?2, phone))`,
		line.Name, line.Phone, a.revision, line.ID)
}

// contact replaces each field that the line has, unless a newer line had it.
func (a *appender) contact(line conversation.ContactLine) (err error) {
	if line.ID, _, err = a.person(line.ID); err != nil {
		return err
	}
	a.known["contact\x00"+line.ID] = struct{}{}
	var tags *string
	if line.Tags != nil {
		unique := slices.Compact(slices.Sorted(slices.Values(*line.Tags)))
		encoded, err := json.Marshal(orEmpty(unique))
		if err != nil {
			return fmt.Errorf("contact %s: %w", line.ID, err)
		}
		tags = ptr(string(encoded))
	}
	return a.contactSaid(line.ID, line.At, line.Name, line.Phone, tags)
}

// contactSaid stores what was said of a contact at a time; nil = nothing. Only what is new is a change.
func (a *appender) contactSaid(id string, at int64, name, phone, tags *string) error {
	rows, err := a.exec(contactUpsert, name, phone, tags, at, id, a.revision)
	if err != nil || rows > 0 {
		a.changed = a.changed || rows > 0
		return err
	}
	_, err = a.exec(contactSaidAgain, name, phone, tags, at, id)
	return err
}

const contactUpsert = `INSERT INTO contact (name, phone, tags, name_at, phone_at, tags_at, id, revision)
	VALUES (coalesce(?1, ''), coalesce(?2, ''), coalesce(?3, '[]'), iif(?1 IS NULL, NULL, ?4),
		iif(?2 IS NULL, NULL, ?4), iif(?3 IS NULL, NULL, ?4), ?5, ?6)
	ON CONFLICT (id) DO UPDATE SET
	name = CASE WHEN ?1 IS NOT NULL AND coalesce(name_at <= ?4, true) THEN ?1 ELSE name END,
	name_at = CASE WHEN ?1 IS NOT NULL AND coalesce(name_at <= ?4, true) THEN ?4 ELSE name_at END,
	phone = CASE WHEN ?2 IS NOT NULL AND coalesce(phone_at <= ?4, true) THEN ?2 ELSE phone END,
	phone_at = CASE WHEN ?2 IS NOT NULL AND coalesce(phone_at <= ?4, true) THEN ?4 ELSE phone_at END,
	tags = CASE WHEN ?3 IS NOT NULL AND coalesce(tags_at <= ?4, true) THEN ?3 ELSE tags END,
	tags_at = CASE WHEN ?3 IS NOT NULL AND coalesce(tags_at <= ?4, true) THEN ?4 ELSE tags_at END,
	revision = ?6
	WHERE ?1 <> name AND coalesce(name_at <= ?4, true)
		OR ?2 <> phone AND coalesce(phone_at <= ?4, true) OR ?3 <> tags AND coalesce(tags_at <= ?4, true)`

// contactSaidAgain keeps when a contact's line said what is known already. Reports depend on none of that.
const contactSaidAgain = `UPDATE contact SET
	name_at = iif(?1 = name, max(coalesce(name_at, ?4), ?4), name_at),
	phone_at = iif(?2 = phone, max(coalesce(phone_at, ?4), ?4), phone_at),
	tags_at = iif(?3 = tags, max(coalesce(tags_at, ?4), ?4), tags_at)
	WHERE id = ?5`

// refer makes sure that there is an agent, channel or contact with an id; the empty id is nobody.
func (a *appender) refer(table, id string) error {
	if id == "" {
		return nil
	}
	name := table + "\x00" + id
	if _, known := a.known[name]; known {
		return nil
	}
	a.known[name] = struct{}{}
	return a.upsert(referInsert(table), id, a.revision)
}

func referInsert(table string) string {
	return "INSERT INTO " + table + " (id, revision) VALUES (?, ?) ON CONFLICT DO NOTHING"
}

func ptr[T any](v T) *T { return &v }

// orEmpty makes JSON write [] for a nil list.
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
