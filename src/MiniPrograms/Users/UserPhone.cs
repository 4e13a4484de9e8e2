using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.MiniPrograms.Users;

/// <summary>A user's phone number.</summary>
/// <param name="CountryCode">The country code, digits only, such as <c>86</c>.</param>
/// <param name="PureNumber">The number without it (<c>purePhoneNumber</c>).</param>
public sealed record UserPhone(string CountryCode, string PureNumber)
{
    private const string China = "86";
    private const int Longest = 32;

    /// <summary>Gets the number as WeChat shows it (<c>phoneNumber</c>): with the country code only outside of China.</summary>
    public string Number => CountryCode == China ? PureNumber : $"+{CountryCode}{PureNumber}";

    /// <summary>Gets the number as it is kept and searched, such as <c>+86 13580006666</c>.</summary>
    public string Canonical => $"+{CountryCode} {PureNumber}";

    /// <summary>Reads the form in which it is kept.</summary>
    /// <param name="canonical">What <see cref="Canonical"/> was.</param>
    public static UserPhone Parse(string canonical)
    {
        ArgumentNullException.ThrowIfNull(canonical);
        var parts = canonical.Split(' ', 2);
        return new UserPhone(parts[0].TrimStart('+'), parts.Length > 1 ? parts[1] : "");
    }

    /// <summary>Reads what WeChat tells; <see langword="false"/> when it is no phone.</summary>
    /// <param name="countryCode">The country code, with or without a plus sign.</param>
    /// <param name="pureNumber">The number without it.</param>
    /// <param name="phone">The phone.</param>
    public static bool TryCreate(string? countryCode, string? pureNumber, [NotNullWhen(true)] out UserPhone? phone)
    {
        var code = countryCode?.TrimStart('+') ?? "";
        var number = pureNumber ?? "";
        var isPhone = code.Length is > 0 and <= 6 && code.All(char.IsAsciiDigit)
            && number.Length is > 0 and <= Longest && number.All(letter => char.IsAsciiDigit(letter) || letter == '-');
        phone = isPhone ? new UserPhone(code, number) : null;
        return isPhone;
    }

    /// <summary>Returns the forms in which a number that somebody typed may be kept; without a plus sign it may be Chinese.</summary>
    /// <param name="typed">What was typed, such as <c>13580006666</c> or <c>+86 135 8000 6666</c>.</param>
    public static IReadOnlyList<string> FormsOf(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var isInternational = typed.TrimStart().StartsWith('+');
        var digits = new string([.. typed.Where(char.IsAsciiDigit)]);
        if (digits.Length is 0 or > Longest)
        {
            return [];
        }

        // Country codes have one to three digits, and nothing in the number says where they end.
        var forms = Enumerable.Range(1, Math.Min(3, digits.Length - 1)).Select(end => $"+{digits[..end]} {digits[end..]}");
        return isInternational ? [.. forms] : [$"+{China} {digits}", .. forms];
    }

    /// <summary>Returns a mask: a number is personal.</summary>
    public override string ToString() => "***";
}
