package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.CampaignReader;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.provider.ProviderMappings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Puts campaign files, the reading of numbers and providers together, which know nothing of each other. */
public final class CampaignFolder {
    private CampaignFolder() {
    }

    /** The campaigns of a folder; nothing is read before the first refresh. */
    public static Campaigns campaigns(String directory, DataDir data, PhoneNumbers numbers, ProviderMappings mappings, Clock clock,
            Connectors connectors) {
        return new Campaigns(Path.of(directory), data.path(), new CampaignReader(mappings::campaignNeeds, connectors), region -> number ->
                numbers.normalise(number, region) instanceof PhoneNumbers.Valid valid ? Optional.of(valid.e164()) : Optional.empty(), clock);
    }
}
