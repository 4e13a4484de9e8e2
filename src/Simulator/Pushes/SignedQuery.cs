using System.Globalization;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Builds the query that WeChat puts on the server URL.</summary>
internal sealed class SignedQuery(string timestamp, string nonce)
{
    private readonly List<(string Name, string Value)> _parameters = [];

    public string Timestamp => timestamp;

    public string Nonce => nonce;

    /// <summary>Starts a query. Its nonce is longer than WeChat's ten digits, which would repeat under the load of a benchmark.</summary>
    public static SignedQuery Create(DateTimeOffset now, string? timestamp = null, string? nonce = null) => new(
        timestamp ?? now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        nonce ?? Random.Shared.NextInt64(1_000_000_000, long.MaxValue).ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a parameter; an empty value leaves it out.</summary>
    public SignedQuery Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _parameters.Add((name, value));
        }

        return this;
    }

    public Uri On(Uri url)
    {
        var query = string.Join('&', _parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
        return new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query}&{query}" : query }.Uri;
    }
}
