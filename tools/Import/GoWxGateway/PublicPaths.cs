using WxYarpGateway.Import.Configuration;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>The paths given to services so far. Each belongs to one service; go-wx-gateway served the first that had it.</summary>
internal sealed class PublicPaths
{
    /// <summary>Where OAuth redirects begin, below <c>OAuthPath</c>.</summary>
    private const string Start = "/start";

    private readonly Dictionary<string, string> _owners = [];

    /// <summary>Gives a service its path for messages, unless another has it.</summary>
    public Found<string> GiveMessages(Found<string> path, string owner) => Give(path, owner, path.Value);

    /// <summary>Gives a service its path for OAuth redirects, and the one below it, unless another has one of them.</summary>
    public Found<string> GiveOAuth(Found<string> path, string owner) => Give(path, owner, path.Value, path.Value.TrimEnd('/') + Start);

    private Found<string> Give(Found<string> path, string owner, params IReadOnlyList<string> needed)
    {
        if (path.Value.Length == 0)
        {
            return path;
        }

        if (needed.FirstOrDefault(taken => _owners.ContainsKey(PathForm.Same(taken))) is { } rival)
        {
            var first = _owners[PathForm.Same(rival)];
            return path.Becoming("", $"fill in another path: {CommentText.Quote(rival)} is served for {first}, which came first there too");
        }

        foreach (var given in needed)
        {
            _owners.Add(PathForm.Same(given), owner);
        }

        return path;
    }
}
