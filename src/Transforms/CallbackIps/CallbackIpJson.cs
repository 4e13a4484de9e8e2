using System.Net;
using System.Text.Json;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.Transforms.CallbackIps;

/// <summary>Reads WeChat's <c>{"ip_list":["101.226.103.0/25","1.2.3.4"]}</c>. The store's form adds the time of the answer.</summary>
internal static class CallbackIpJson
{
    private const string List = "ip_list";
    private const string ToldAt = "told_at";

    /// <summary>Returns the list, or <see langword="null"/> when it has no valid address.</summary>
    /// <param name="json">WeChat's answer, or the store's value.</param>
    /// <param name="now">The time. A later time in the store is not believed.</param>
    /// <param name="skipped">The number of entries that are no addresses.</param>
    public static CallbackIpList? Read(ReadOnlyMemory<byte> json, DateTimeOffset now, out int skipped)
    {
        skipped = 0;
        using var fields = JsonFields.Parse(json);
        if (fields?.Texts(List) is not { } entries)
        {
            return null;
        }

        var ranges = new List<IPNetwork>(entries.Count);
        foreach (var entry in entries)
        {
            if (AddressRange.TryParse(entry, out var range))
            {
                ranges.Add(range);
            }
            else
            {
                skipped++;
            }
        }

        return ranges.Count == 0 ? null : new CallbackIpList(new AddressSet(ranges), TimeOf(fields, now));
    }

    /// <summary>Writes a list for the store.</summary>
    public static byte[] Write(CallbackIpList list) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        [ToldAt] = list.ToldAt.ToUnixTimeSeconds(),
        [List] = list.Addresses.Ranges.Select(range => range.ToString()),
    });

    private static DateTimeOffset TimeOf(JsonFields fields, DateTimeOffset now)
        => fields.Number(ToldAt) is { } seconds and >= 0 && seconds < now.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : now;
}
