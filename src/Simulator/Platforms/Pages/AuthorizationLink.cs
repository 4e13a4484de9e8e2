using System.Globalization;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Platforms.Pages;

/// <summary>The parameters of a link to an authorization page, on a desktop (PC) or inside WeChat (H5).</summary>
internal sealed record AuthorizationLink(ApiCall Call, bool IsPhone)
{
    // 1 to 3 are documented: official accounts, mini programs, both. WeChat's own program sends 6; 4 and 5 were seen.
    // 4 names Channels shops, which cannot be authorized by a link, so that it offers nothing.
    private static readonly Dictionary<string, AccountKind[]> Kinds = new(StringComparer.Ordinal)
    {
        ["1"] = [AccountKind.OfficialAccount],
        ["2"] = [AccountKind.MiniProgram],
        ["3"] = [AccountKind.OfficialAccount, AccountKind.MiniProgram],
        ["4"] = [],
        ["5"] = [AccountKind.OfficialAccount, AccountKind.MiniProgram],
        ["6"] = [AccountKind.OfficialAccount, AccountKind.MiniProgram],
    };

    public string? this[string name] => Call.Parameter(name);

    /// <summary>Returns the kinds of account that auth_type offers, or null for an unknown one.</summary>
    public IReadOnlyList<AccountKind>? OfferedKinds() => Kinds.GetValueOrDefault(this["auth_type"] ?? "3");

    /// <summary>Reads category_id_list, such as <c>1|2</c>; returns false when it is malformed. Null stands for all sets.</summary>
    public bool TryReadCategories(out IReadOnlyList<int>? sets)
    {
        sets = null;
        if (this["category_id_list"] is not { } list)
        {
            return true;
        }

        var read = list.Split('|')
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (int?)null)
            .ToList();
        sets = [.. read.OfType<int>()];
        return !read.Contains(null);
    }
}
