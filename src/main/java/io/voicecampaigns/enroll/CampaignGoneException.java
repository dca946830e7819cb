package io.voicecampaigns.enroll;

/** A campaign's file went away while its list was being read; the list waits for it. */
public final class CampaignGoneException extends RuntimeException {
    CampaignGoneException(String campaign) {
        super("the campaign " + campaign + " is gone; its lists wait until its file is back");
    }
}
