using WxYarpGateway.PlatformImport.Found;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.PlatformImport.WxJava;

/// <summary>Collects what the keys have of one component, and counts the rest.</summary>
internal sealed class WxJavaFinds(LeftOut leftOut, DateTimeOffset now)
{
    // WxJava lets a value expire after so many seconds, so what is left of them tells its age. Source: setComponentVerifyTicket.
    private static readonly TimeSpan WholeLife = TimeSpan.FromSeconds(int.MaxValue);

    private readonly Dictionary<string, SortedDictionary<string, FoundAuthorizer>> _authorizers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FoundTicket> _tickets = new(StringComparer.Ordinal);

    /// <summary>Gets the components that were found.</summary>
    public IReadOnlyList<string> Components
        => [.. _authorizers.Keys.Concat(_tickets.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Takes a value.</summary>
    public void Add(WxJavaKey key, string? value, TimeSpan? left)
    {
        if (StoredText.Read(value) is not { } text)
        {
            leftOut.Add("values that are no text; WxJava writes texts");
        }
        else if (key.IsTicket)
        {
            AddTicket(key.Component, text, left);
        }
        else if (!AppId.TryParse(key.AppId, out var appId))
        {
            leftOut.Add("accounts without an AppId that can be one");
        }
        else if (text.Length == 0)
        {
            leftOut.Add(LeftOut.NoRefreshToken, appId.Value);
        }
        else
        {
            var known = _authorizers.TryGetValue(key.Component, out var authorizers) ? authorizers
                : _authorizers[key.Component] = new SortedDictionary<string, FoundAuthorizer>(StringComparer.Ordinal);
            if (!known.TryAdd(appId.Value, new FoundAuthorizer(appId, text)))
            {
                leftOut.Add("second keys of one account, of which one was taken", appId.Value);
            }
        }
    }

    /// <summary>Returns the platform of a component.</summary>
    public FoundPlatform Of(string component)
    {
        foreach (var other in Components.Where(other => other != component))
        {
            leftOut.Add("other components, each of which is imported by itself with --appid", other);
        }

        return new FoundPlatform("WxJava", component)
        {
            Ticket = _tickets.GetValueOrDefault(component),
            Authorizers = _authorizers.TryGetValue(component, out var authorizers) ? [.. authorizers.Values] : [],
        };
    }

    private void AddTicket(string component, string ticket, TimeSpan? left)
    {
        var age = left is { } rest && rest <= WholeLife ? WholeLife - rest : (TimeSpan?)null;
        if (ticket.Length == 0 || age is null || age >= FoundTicket.Life)
        {
            leftOut.Add(LeftOut.OldTicket);
        }
        else
        {
            _tickets.TryAdd(component, new FoundTicket(ticket, now - age.Value));
        }
    }
}
