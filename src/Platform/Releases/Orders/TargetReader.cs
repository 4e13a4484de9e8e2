using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>Reads the key <c>to</c> of an order.</summary>
internal static class TargetReader
{
    private static readonly string[] Known = ["appids", "tag", "all"];
    private static readonly ReleaseTarget None = new([], null);

    /// <summary>Reads the mini programs.</summary>
    public static ReleaseTarget Read(OrderFields order, List<OrderError> errors, int longestTag)
    {
        if (order.Find("to") is not { } value)
        {
            order.Fail("to", "is missing: name appids, a tag, or all");
            return None;
        }

        var fields = new OrderFields("to", errors);
        if (!fields.TryTake(value, Known))
        {
            return None;
        }

        if (Known.Count(name => fields.Find(name) is not null) != 1)
        {
            order.Fail("to", "must have exactly one of appids, tag and all");
            return None;
        }

        if (fields.Find("appids") is { } appIds)
        {
            return new ReleaseTarget(ReadAppIds(fields, appIds, errors), null);
        }

        if (fields.Find("all") is { ValueKind: not JsonValueKind.True })
        {
            fields.Fail("all", "must be true");
        }

        return new ReleaseTarget([], fields.Find("tag") is null ? null : fields.Text("tag", longestTag));
    }

    private static List<AppId> ReadAppIds(OrderFields fields, JsonElement value, List<OrderError> errors)
    {
        var appIds = new List<AppId>();
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 or > ReleaseTarget.Most)
        {
            fields.Fail("appids", $"must be a list of 1 to {ReleaseTarget.Most} AppIds");
            return appIds;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, entry) in value.EnumerateArray().Index())
        {
            var text = entry.ValueKind == JsonValueKind.String ? entry.GetString()! : "";
            if (!AppIdText.Is(text) || !AppId.TryParse(text, out var appId))
            {
                errors.Add(new OrderError($"to.appids[{index}]", "must be an AppId"));
            }
            else if (!seen.Add(text))
            {
                errors.Add(new OrderError($"to.appids[{index}]", "is there twice"));
            }
            else
            {
                appIds.Add(appId);
            }
        }

        return appIds;
    }
}
