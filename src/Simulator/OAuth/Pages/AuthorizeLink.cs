using Microsoft.AspNetCore.WebUtilities;

namespace WxYarpGateway.Simulator.OAuth.Pages;

/// <summary>The parameters of a link to the authorize page, in order; WeChat checks the order.</summary>
internal sealed class AuthorizeLink
{
    // PROTOCOL 3.4: the order is mandatory. The parameters after state are optional.
    private static readonly string[] Order =
        ["appid", "redirect_uri", "response_type", "scope", "state", "forcePopup", "forceSnapShot", "component_appid"];

    private readonly List<(string Name, string Value)> _parameters = [];

    public AuthorizeLink(string? queryString)
    {
        foreach (var pair in new QueryStringEnumerable(queryString))
        {
            _parameters.Add((pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        }
    }

    /// <summary>Gets a parameter, or null when it is absent or empty.</summary>
    public string? this[string name] => _parameters.Find(parameter => parameter.Name == name).Value is { Length: > 0 } value ? value : null;

    /// <summary>Returns the error of the order, or null.</summary>
    public string? FindError()
    {
        var last = -1;
        foreach (var name in _parameters.Select(parameter => parameter.Name))
        {
            var place = Array.IndexOf(Order, name);
            if (place >= 0 && place == last)
            {
                return $"{name} must be given once.";
            }

            if (place >= 0 && place < last)
            {
                return $"{name} must stand before {Order[last]}: the order is {string.Join(", ", Order[..5])}.";
            }

            last = Math.Max(last, place);
        }

        return null;
    }
}
