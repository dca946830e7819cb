package io.voicecampaigns.overview;

import io.voicecampaigns.call.Reviews.Review;
import io.voicecampaigns.overview.CampaignView.Contacts;
import io.voicecampaigns.overview.CampaignView.State;
import io.voicecampaigns.overview.CampaignView.Wait;
import io.voicecampaigns.privacy.Shown;
import io.voicecampaigns.terminal.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One campaign as the page's template wants it: every number with its words. */
final class CampaignCard {
    private static final Set<String> REACHED = Set.of("answered", "transferred");
    private static final Set<String> FAILED = Set.of("failed", "invalid_number", "blocked", "unknown", "opted_out");

    private static final int MOST_REVIEWS = 20;

    private final CampaignView view;
    private final Instant now;

    CampaignCard(CampaignView view, Instant now) {
        this.view = view;
        this.now = now;
    }

    /** @param undecided those of {@code Reviews.list}, of which the first are shown */
    Map<String, Object> model(List<Review> undecided) {
        List<Review> reviews = undecided.stream().limit(MOST_REVIEWS).toList();
        Map<String, Object> model = new LinkedHashMap<>();
        Contacts contacts = view.contacts();
        boolean isOver = view.state() == State.FINISHED || view.state() == State.CANCELLED;
        model.put("name", view.name());
        model.put("state", view.state().word());
        model.put("about", Stream.of(view.provider().orElse(""), view.edition() > 0 ? "edition " + view.edition() : "", Words.name(view.zone()))
                .filter(text -> !text.isEmpty()).toList());
        model.put("pausable", view.state() == State.RUNNING || view.state() == State.WAITING);
        model.put("resumable", view.state() == State.PAUSED);
        model.put("cancellable", !isOver && view.state() != State.UNREADABLE);
        boolean hasCalls = view.attempts().getOrDefault("ended", 0L) + inCall() > 0;
        model.put("hasCalls", hasCalls);
        // what there is to see is seen at once
        model.put("unfolded", !isOver && hasCalls || view.reviews() > 0);
        model.put("hasPeople", contacts.total() > 0);
        model.put("progress", progress(contacts));
        model.put("bar", bar(contacts));
        model.put("facts", facts(contacts, isOver));
        model.put("waits", view.waits().stream().map(this::wait).toList());
        model.put("hasWaits", !view.waits().isEmpty());
        model.put("funnel", funnel());
        model.put("lists", view.lists().stream().map(list -> Map.of("name", list.name(), "state", list.state(), "rows", Wording.count(list.rows()),
                "rejected", Wording.count(list.rejected()), "open", Wording.count(list.open()))).toList());
        model.put("hasLists", !view.lists().isEmpty());
        model.put("sinks", view.sinks().stream().map(sink -> Map.of("sink", sink.sink(), "waiting", Wording.count(sink.waiting()), "undeliverable",
                Wording.count(sink.undeliverable()), "oldest", sink.oldestSeconds().isPresent() ? Wording.duration(Duration.ofSeconds(sink.oldestSeconds().getAsLong())) : "",
                "error", sink.lastError().orElse(""), "failing", sink.lastError().isPresent())).toList());
        model.put("rejects", view.lastRejects().stream().map(reject -> Map.of("list", reject.list(), "line", Wording.count(reject.line()),
                "reason", reject.reason())).toList());
        model.put("hasRejects", !view.lastRejects().isEmpty());
        model.put("reviews", reviews.stream().map(review -> Map.of("attempt", review.attempt().toString(), "number", review.number(), "phone", review.phone(),
                "since", Words.time(review.since(), now, view.zone()), "why", Shown.name(review.why()))).toList());
        model.put("hasReviews", !reviews.isEmpty());
        model.put("reviewsTitle", Words.count(view.reviews(), "call") + " to decide on");
        model.put("moreReviews", view.reviews() > reviews.size() ? Wording.count(view.reviews() - reviews.size()) : "");
        return model;
    }

    private static String progress(Contacts contacts) {
        long over = contacts.total() - contacts.waiting() - contacts.active();
        return Wording.count(over) + " of " + Words.count(contacts.total(), "contact") + " done";
    }

    /** Parts of a thousand, so that no style has to be written into the page. */
    private static List<Map<String, Object>> bar(Contacts contacts) {
        List<Map<String, Object>> parts = new ArrayList<>();
        long[] n = {contacts.done(), contacts.cancelled() + contacts.blocked() + contacts.expired(), contacts.active()};
        String[] names = {"done", "gone", "active"};
        double x = 0;
        for (int i = 0; i < n.length; i++) {
            double width = contacts.total() == 0 ? 0 : 1_000.0 * n[i] / contacts.total();
            if (width > 0) {
                parts.add(Map.of("part", names[i], "x", decimal(x), "width", decimal(width)));
            }
            x += width;
        }
        return parts;
    }

    private static String decimal(double n) {
        return String.valueOf(Math.round(n * 10) / 10.0);
    }

    private List<Map<String, Object>> facts(Contacts contacts, boolean isOver) {
        List<Map<String, Object>> facts = new ArrayList<>();
        if (!isOver) {
            facts.add(fact("Waiting", Wording.count(contacts.waiting()), ""));
            facts.add(fact("In call", Wording.count(inCall()), ""));
            if (view.rate().callsPerMinute() > 0) {
                facts.add(fact("Calls a minute", Words.rate(view.rate().callsPerMinute()), ""));
            }
            view.rate().answerRate().ifPresent(share -> facts.add(fact("Answered", Words.percent(share), "in the last " + view.rate().minutes() + " min")));
            view.timeLeftSeconds().ifPresent(seconds -> facts.add(fact("Left at this pace", Wording.forecast(Duration.ofSeconds(seconds)), "")));
        }
        long gone = contacts.cancelled() + contacts.blocked() + contacts.expired();
        if (gone > 0) {
            facts.add(fact("Not called", Wording.count(gone), Stream.of(part(contacts.cancelled(), "cancelled"), part(contacts.blocked(), "blocked"),
                    part(contacts.expired(), "expired")).filter(text -> !text.isEmpty()).reduce((a, b) -> a + ", " + b).orElse("")));
        }
        if (contacts.rejected() > 0) {
            facts.add(fact("Rejected rows", Wording.count(contacts.rejected()), ""));
        }
        return facts;
    }

    private static String part(long n, String what) {
        return n == 0 ? "" : Wording.count(n) + " " + what;
    }

    private static Map<String, Object> fact(String label, String value, String note) {
        return Map.of("label", label, "value", value, "note", note);
    }

    private long inCall() {
        return view.attempts().getOrDefault("dialing", 0L) + view.attempts().getOrDefault("in_call", 0L) + view.attempts().getOrDefault("uncertain", 0L);
    }

    private Map<String, Object> wait(Wait wait) {
        return Map.of("reason", Words.sentence(wait.reason()), "until", wait.until().map(at -> Words.time(at, now, view.zone())).orElse(""), "todo", wait.todo().orElse(""));
    }

    /** From those who wait to how calls ended, each as wide as its part of all. */
    private List<Map<String, Object>> funnel() {
        Map<String, Long> attempts = view.attempts();
        long ended = attempts.getOrDefault("ended", 0L);
        long most = Math.max(1, Math.max(view.contacts().waiting(), Math.max(inCall(), ended)));
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(row("Due or waiting", view.contacts().waiting(), most, "", "waiting"));
        rows.add(row("In call", inCall(), most, attempts.getOrDefault("uncertain", 0L) > 0 ? Wording.count(attempts.get("uncertain")) + " uncertain" : "", "active"));
        rows.add(row("Ended", ended, most, "", "ended"));
        view.dispositions().entrySet().stream().sorted(Comparator.comparing((Map.Entry<String, Long> each) -> -each.getValue()))
                .forEach(each -> rows.add(row(each.getKey().replace('_', ' '), each.getValue(), most, Words.percent(each.getValue() / (double) Math.max(1, ended)),
                        "part " + (REACHED.contains(each.getKey()) ? "reached" : FAILED.contains(each.getKey()) ? "failed" : "missed"))));
        return rows;
    }

    private static Map<String, Object> row(String label, long n, long most, String note, String kind) {
        return Map.of("label", label, "n", Wording.count(n), "width", decimal(1_000.0 * n / most), "note", note, "kind", kind);
    }
}
