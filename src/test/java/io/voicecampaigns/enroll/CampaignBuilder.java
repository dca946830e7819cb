package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.Calling;
import io.voicecampaigns.campaign.CallingWindow;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.ContactColumns;
import io.voicecampaigns.campaign.Reporting;
import io.voicecampaigns.campaign.Source;
import io.voicecampaigns.contact.Template;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A campaign that reads its number from {@code telefono}, until it is told otherwise. */
final class CampaignBuilder {
    private List<String> phones = List.of("telefono");
    private Optional<String> key = Optional.empty();
    private Optional<ZoneId> zone = Optional.of(ZoneId.of("Europe/Madrid"));
    private Optional<String> zoneColumn = Optional.empty();
    private final Map<String, Template> variables = new LinkedHashMap<>();

    static CampaignBuilder aCampaign() {
        return new CampaignBuilder();
    }

    CampaignBuilder withPhones(String... columns) {
        phones = List.of(columns);
        return this;
    }

    CampaignBuilder withKey(String column) {
        key = Optional.of(column);
        return this;
    }

    CampaignBuilder inTheZoneOfEachContact() {
        zone = Optional.empty();
        return this;
    }

    CampaignBuilder withZoneColumn(String column) {
        zoneColumn = Optional.of(column);
        return inTheZoneOfEachContact();
    }

    CampaignBuilder withVariable(String name, String template) {
        variables.put(name, Template.parse(template));
        return this;
    }

    Campaign build() {
        return new Campaign("renewals", "diga", "+34910000000", Optional.empty(), Optional.empty(), 1,
                new ContactColumns(phones, key, "ES", false), variables,
                new Calling(zone, zoneColumn, CallingWindow.NEVER, Set.of(), Optional.empty(),
                        OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), 1, 1, Map.of(), Optional.empty(), false),
                Source.file(), Reporting.TO_FILE, "fingerprint");
    }
}
