package io.voicecampaigns.operate;

import io.voicecampaigns.call.Reviews;
import io.voicecampaigns.call.Steered;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Attempts in review, as they are shown and decided on. Thread-safe. */
public final class ReviewPages {
    private static final String WAYS_TO_DECIDE = "redial: its contact is called once more, as a new attempt; close: it is not called again";

    private final Reviews reviews;
    private final Campaigns campaigns;

    public ReviewPages(Reviews reviews, Campaigns campaigns) {
        this.reviews = reviews;
        this.campaigns = campaigns;
    }

    /** @param campaign null or blank: of all campaigns */
    public Reply list(String campaign) {
        Optional<String> wanted = Optional.ofNullable(campaign).map(String::strip).filter(name -> !name.isEmpty());
        return Reply.ok(Map.of("reviews", reviews.list(wanted).stream().map(this::shown).toList()));
    }

    private Map<String, Object> shown(Reviews.Review review) {
        ZoneId zone = campaigns.lastKnown(review.campaign()).map(Campaign::calling).flatMap(calling -> calling.zone()).orElse(ZoneOffset.UTC);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("attempt", review.attempt().toString());
        shown.put("campaign", review.campaign());
        shown.put("number", review.number());
        shown.put("phone", review.phone());
        shown.put("intent", at(review.intent(), zone));
        shown.put("since", at(review.since(), zone));
        shown.put("zone", zone.getId());
        shown.put("why", review.why());
        shown.put("todo", WAYS_TO_DECIDE);
        return shown;
    }

    private static String at(Instant instant, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }

    public Reply redial(String attempt, String operator, String body) {
        Request request = Request.of(operator, body);
        return told(reviews.redial(id(attempt), request.who()));
    }

    public Reply close(String attempt, String operator, String body) {
        Request request = Request.of(operator, body);
        return told(reviews.close(id(attempt), request.who()));
    }

    private static Reply told(Optional<Steered> steered) {
        return Operating.told(steered.orElseThrow(ReviewPages::unknown));
    }

    private static UUID id(String attempt) {
        try {
            return UUID.fromString(String.valueOf(attempt));
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static RefusedException unknown() {
        return RefusedException.notFound("there is no attempt of this id", "take it from the reviews");
    }
}
