using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.MiniPrograms.Phones;

/// <summary>A user's phone number as WeChat's JSON has it.</summary>
internal sealed record PhoneNumber(string CountryCode, string Number)
{
    public static PhoneNumber Of(SimulatedUser user) => new(user.CountryCode, user.PhoneNumber ?? MadeOf(user.OpenId));

    /// <summary>Returns the number with WeChat's watermark; the country code is a string, and numbers of China go without it.</summary>
    public JsonObject Describe(string appId, DateTimeOffset now) => new()
    {
        ["phoneNumber"] = CountryCode == "86" ? Number : $"+{CountryCode}{Number}",
        ["purePhoneNumber"] = Number,
        ["countryCode"] = CountryCode,
        ["watermark"] = Watermark(appId, now),
    };

    public static JsonObject Watermark(string appId, DateTimeOffset now) =>
        new() { ["timestamp"] = now.ToUnixTimeSeconds(), ["appid"] = appId };

    private static string MadeOf(string openId)
    {
        var digits = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(openId))) % 100_000_000;
        return $"138{digits.ToString("D8", CultureInfo.InvariantCulture)}";
    }
}
