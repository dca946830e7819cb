package io.voicecampaigns.monitor;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** What stands at each scrape, with a value for each of its labels. Used by one thread. */
final class Gauge {
    private final GaugeSnapshot.Builder points;
    private final String[] labels;

    Gauge(String name, String help, String... labels) {
        this.points = GaugeSnapshot.builder().name(name).help(help);
        this.labels = labels;
    }

    /** @param labelled in the order of the labels */
    Gauge add(double value, String... labelled) {
        points.dataPoint(GaugeDataPointSnapshot.builder().value(value).labels(Labels.of(labels, labelled)).build());
        return this;
    }

    GaugeSnapshot snapshot() {
        return points.build();
    }
}
