package handlers

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"
)

// The sources' figures carry the id that a source has in its address: names are words of people, and change.
var (
	sourceDeliveries  = gaugeOf("source_deliveries_total", "Deliveries of a live source that were taken.", "kind", "source")
	sourceEvents      = gaugeOf("source_events_total", "New events of a live source.", "kind", "source")
	sourceRefused     = gaugeOf("source_refused_total", "Requests to a live source whose signature was missing or wrong.", "kind", "source")
	sourceQuarantine  = gaugeOf("source_quarantine", "Deliveries of a live source that lie in quarantine.", "kind", "source")
	sourceSynced      = gaugeOf("source_synced_timestamp_seconds", "All that had changed at a live source by then was fetched.", "kind", "source")
	sourceSyncRunning = gaugeOf("source_sync_running", "1 while a live source is being synced.", "kind", "source")
	sourceSyncFailed  = gaugeOf("source_sync_failed", "1 when the last sync of a live source did not come to its end.", "kind", "source")
	sourceSyncLeft    = gaugeOf("source_sync_left", "Conversations that the last sync of a live source could not fetch.", "kind", "source")
)

// collectSources tells how the live sources are.
func (g *gauges) collectSources(ctx context.Context, to chan<- prometheus.Metric) error {
	all, err := g.server.DB.Sources(ctx)
	if err != nil {
		return err
	}
	for _, s := range all {
		metric := func(d *prometheus.Desc, kind prometheus.ValueType, value float64) {
			to <- prometheus.MustNewConstMetric(d, kind, value, s.Kind, s.ID)
		}
		metric(sourceDeliveries, prometheus.CounterValue, float64(s.Deliveries))
		metric(sourceEvents, prometheus.CounterValue, float64(s.Events))
		metric(sourceRefused, prometheus.CounterValue, float64(s.Refused))
		metric(sourceQuarantine, prometheus.GaugeValue, float64(s.Waiting))
		sync, err := g.server.DB.SyncOf(ctx, g.server.Now(), s.ID)
		if err != nil {
			return err
		}
		if sync.BeganAt.IsZero() {
			continue
		}
		if !sync.SyncedAt.IsZero() {
			metric(sourceSynced, prometheus.GaugeValue, float64(sync.SyncedAt.UnixMilli())/1000)
		}
		metric(sourceSyncRunning, prometheus.GaugeValue, oneIf(sync.Running))
		metric(sourceSyncFailed, prometheus.GaugeValue, oneIf(sync.Failure != ""))
		metric(sourceSyncLeft, prometheus.GaugeValue, float64(sync.Failed))
	}
	return nil
}

func oneIf(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
