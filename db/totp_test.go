package db

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestTOTP holds the codes against appendix B of RFC 6238 and appendix D of RFC 4226.
func TestTOTP(t *testing.T) {
	secret := []byte("12345678901234567890")
	for unix, want := range map[int64]string{
		59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130",
	} {
		if got := hotp(secret, unix/totpStep, 8); got != want {
			t.Errorf("at %d: %s, want %s", unix, got, want)
		}
	}
	for counter, want := range []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"} {
		if got := hotp(secret, int64(counter), 6); got != want {
			t.Errorf("of counter %d: %s, want %s", counter, got, want)
		}
	}
}

func TestCodesHoldOnce(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 2, 2, 12, 0, 10, 0, time.UTC)
	d := accessDB(t)
	u := addedUser(t, d, now)
	secret := NewFactor()
	key, err := factorText.DecodeString(secret)
	if err != nil || len(key) != totpBytes {
		t.Fatalf("%q: %v", secret, err)
	}
	code := func(at time.Time) string { return hotp(key, at.Unix()/totpStep, totpDigits) }
	if err := d.CheckFactor(ctx, now, u, code(now)); !errors.Is(err, ErrNoAccess) {
		t.Errorf("a code of who has no second factor: %v", err)
	}
	for _, bad := range []struct{ secret, code string }{
		{secret, "000000"}, {secret, ""}, {"", code(now)}, {secret[:8], code(now)}, {secret, code(now.Add(2 * time.Minute))},
	} {
		if _, err := d.TurnOnFactor(ctx, now, u, bad.secret, bad.code); !errors.Is(err, ErrNoAccess) {
			t.Errorf("on by %q and %q: %v", bad.secret, bad.code, err)
		}
	}
	recovery, err := d.TurnOnFactor(ctx, now, u, secret, code(now))
	if err != nil || len(recovery) != recoveryCodes {
		t.Fatalf("on: %v, %v", recovery, err)
	}
	if _, err := d.TurnOnFactor(ctx, now.Add(time.Minute), u, secret, code(now.Add(time.Minute))); !errors.Is(err, ErrFactorOn) {
		t.Errorf("on again: %v", err)
	}
	check := func(at time.Time, code string, want error) {
		t.Helper()
		if err := d.CheckFactor(ctx, at, u, code); !errors.Is(err, want) {
			t.Errorf("%s at %s: %v, want %v", code, at.Format(time.TimeOnly), err, want)
		}
	}
	check(now, code(now), ErrNoAccess) // it turned the factor on
	later := now.Add(5 * time.Minute)
	check(later, code(later.Add(-totpStep*time.Second)), nil)
	check(later, code(later.Add(-totpStep*time.Second)), ErrNoAccess)
	check(later, code(later.Add(totpStep*time.Second)), nil)
	check(later, code(later), ErrNoAccess) // older than one that was used
	check(later.Add(time.Hour), code(later), ErrNoAccess)
	check(later, recovery[3], nil)
	check(later, recovery[3], ErrNoAccess)
	check(later, " "+recovery[4][:9]+" "+recovery[4][10:], nil)
	if left, err := d.RecoveryCodes(ctx, u.ID); err != nil || left != recoveryCodes-2 {
		t.Errorf("%d recovery codes are left, %v", left, err)
	}

	// One code in many hands at once lets one in.
	at := later.Add(time.Hour)
	var in atomic.Int32
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if d.CheckFactor(ctx, at, u, code(at)) == nil {
				in.Add(1)
			}
		})
	}
	wait.Wait()
	if in.Load() != 1 {
		t.Errorf("one code let %d in", in.Load())
	}

	if err := d.TurnOffFactor(ctx, at, u.ID); err != nil {
		t.Fatal(err)
	}
	check(at.Add(time.Hour), code(at.Add(time.Hour)), ErrNoAccess)
	check(at, recovery[5], ErrNoAccess)
}

// TestAClockThatJumpsLocksNobodyOut signs in while the clock is five hours ahead, and again once it is right.
func TestAClockThatJumpsLocksNobodyOut(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 2, 2, 12, 0, 10, 0, time.UTC)
	ahead := now.Add(5 * time.Hour)
	d := accessDB(t)
	u := addedUser(t, d, now)
	secret := NewFactor()
	key, err := factorText.DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	code := func(at time.Time) string { return hotp(key, at.Unix()/totpStep, totpDigits) }
	if _, err := d.TurnOnFactor(ctx, now, u, secret, code(now)); err != nil {
		t.Fatal(err)
	}
	early, err := d.StartSession(ctx, now, u, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.CheckFactor(ctx, ahead, u, code(ahead)); err != nil {
		t.Errorf("while the clock is ahead: %v", err)
	}
	late, err := d.StartSession(ctx, ahead, u, "")
	if err != nil {
		t.Fatal(err)
	}
	right := now.Add(2 * time.Minute)
	if err := d.CheckFactor(ctx, right, u, code(right)); err != nil {
		t.Errorf("once the clock is right again: %v", err)
	}
	if err := d.CheckFactor(ctx, right, u, code(right)); !errors.Is(err, ErrNoAccess) {
		t.Errorf("the same code again: %v", err)
	}
	for name, session := range map[string]string{"before the jump": early, "while the clock was ahead": late} {
		for _, at := range []time.Time{right, ahead, ahead.Add(time.Minute)} {
			if _, _, err := d.UserBySession(ctx, at, session); err != nil {
				t.Errorf("a session begun %s, at %s: %v", name, at.Format(time.TimeOnly), err)
			}
		}
	}
}
