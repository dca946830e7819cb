package io.voicecampaigns.contact;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a provider calls: ISO regions such as {@code ES} and country calling codes such as {@code +34}; none means anywhere.
 * Immutable.
 */
public final class CallableRegions {
    /** No restriction. */
    public static final CallableRegions ANYWHERE = new CallableRegions(Set.of());

    private final Set<String> names;
    private final Set<String> wholeCodes = new HashSet<>();
    private final Set<String> regionsOfSharedCodes = new HashSet<>();

    private CallableRegions(Set<String> names) {
        this.names = names;
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        for (String name : names) {
            if (isCallingCode(name, numbers)) {
                wholeCodes.add(name);
            } else if (!numbers.getSupportedRegions().contains(name)) {
                throw new IllegalArgumentException("neither a region such as ES nor a calling code such as +34: " + name);
            } else if (numbers.getRegionCodesForCountryCode(numbers.getCountryCodeForRegion(name)).size() == 1) {
                wholeCodes.add("+" + numbers.getCountryCodeForRegion(name));
            } else {
                regionsOfSharedCodes.add(name);
            }
        }
    }

    /**
     * @throws IllegalArgumentException naming an entry that is neither a known region, in capitals, nor a known calling code
     *     with its plus
     */
    public static CallableRegions of(Collection<String> names) {
        return names.isEmpty() ? ANYWHERE : new CallableRegions(new TreeSet<>(names));
    }

    /** Whether the provider calls this number. */
    public boolean admit(String e164, PhoneNumbers numbers) {
        if (names.isEmpty()) {
            return true;
        }
        for (String code : wholeCodes) {
            // no calling code begins another, so what begins with one has it
            if (e164.startsWith(code)) {
                return true;
            }
        }
        return !regionsOfSharedCodes.isEmpty() && numbers.region(e164).filter(regionsOfSharedCodes::contains).isPresent();
    }

    private static boolean isCallingCode(String name, PhoneNumberUtil numbers) {
        return name.matches("[+][1-9]\\d{0,2}")
                && !numbers.getRegionCodesForCountryCode(Integer.parseInt(name.substring(1))).isEmpty();
    }

    /** The regions as a person reads them: {@code ES, PT}. */
    @Override
    public String toString() {
        return names.isEmpty() ? "anywhere" : String.join(", ", names);
    }
}
