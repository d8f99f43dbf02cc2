package source

import "strings"

// A contact whose phone number a service shows has "+" and that number as its id, in every source, so that somebody who
// writes to two numbers of the company is one contact. Where there is no number it is what the service calls the person.

// contactID is the id of the contact with a phone number, or with a WhatsApp id that is none.
func contactID(phone string) string {
	digits := digitsOf(phone)
	if digits == "" {
		return phone
	}
	return "+" + withNinthDigit(digits)
}

// phoneShown is a phone number as it was sent, for people; empty where it is none.
func phoneShown(phone string) string {
	if digits := digitsOf(phone); digits != "" {
		return "+" + digits
	}
	return ""
}

// digitsOf is a phone number without what people write between its digits; empty where it is none.
func digitsOf(phone string) string {
	const shortest, longest = 5, 15 // E.164; short codes and test numbers are shorter than real ones
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("+ ()-.\u00a0", r) {
			return -1
		}
		return r
	}, phone)
	if len(digits) < shortest || len(digits) > longest || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return digits
}

// withNinthDigit writes Brazilian mobile numbers in one way. Since 2016 all of them have nine digits, the first a 9, but
// WhatsApp goes on to identify many by the eight they had before: 55 AA 9XXXX-XXXX is 55 AA XXXX-XXXX. Eight digits from
// 2 to 5 on are a landline, which has no other form.
func withNinthDigit(digits string) string {
	const old = len("55") + len("AA") + len("XXXXXXXX")
	if len(digits) != old || !strings.HasPrefix(digits, "55") || digits[4] >= '2' && digits[4] <= '5' {
		return digits
	}
	return digits[:4] + "9" + digits[4:]
}
