using Microsoft.AspNetCore.Http;
using WxYarpGateway.Import.Configuration;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>Writes the section of the endpoints that serve backends.</summary>
internal static class EndpointsSection
{
    /// <summary>Adds the endpoints, each on its old path or switched off.</summary>
    public static void AddTo(CommentedObject gateway, Found<SourceObject> source)
    {
        var endpoints = new CommentedObject();
        var owners = new Dictionary<string, string>();
        var paths = new List<string>();
        foreach (var (key, becomes) in GoGatewayKeys.Endpoints)
        {
            var path = Apart(PathForm.OfEndpoint(source.Value.Text(key)), becomes, owners);
            endpoints.Add(becomes, path.Value.Length == 0 ? null : path.Value, path.Notes);
            paths.Add(path.Value);
        }

        foreach (var (key, usualPath) in GatewayKeys.NewEndpoints)
        {
            AddOurs(endpoints, key, usualPath, paths);
        }

        gateway.AddEmptyLine();
        gateway.Remark([.. source.Notes, .. source.Value.Remarks]);
        AddHealth(gateway, source.Value.Text(GoGatewayKeys.HealthCheck));
        if (paths.Exists(path => path.Length > 0))
        {
            gateway.Remark(
                "The common endpoints were on the public port, open to everyone who could reach it. "
                + "Here they are on InternalUrls: point their callers there. "
                + "To keep them on the public port as well, make an API key (printf %s the-key | sha256sum), "
                + "and have every caller send it as X-Api-Key:");
            gateway.Suggest(GatewayKeys.EndpointsOnPublicListener, true);
            var keys = new CommentedObject();
            keys.Add("crm", "sha256:<the 64 digits>");
            gateway.Suggest(GatewayKeys.InternalApiKeys, keys);
        }

        gateway.Add(GatewayKeys.Endpoints, endpoints, paths.Contains("") ? ["null: not configured, so not served"] : []);
    }

    private static Found<string> Apart(Found<string> path, string owner, Dictionary<string, string> owners)
    {
        if (path.Value.Length > 0 && IsWithin(path.Value, GatewayKeys.Health))
        {
            return path.Becoming("", $"fill in another path: at {GatewayKeys.Health} the gateway tells of its health");
        }

        if (path.Value.Length == 0 || owners.TryAdd(PathForm.Same(path.Value), owner))
        {
            return path;
        }

        return path.Becoming("", $"fill in another path: {CommentText.Quote(path.Value)} is that of {owners[PathForm.Same(path.Value)]}");
    }

    /// <summary>Switches a new endpoint off when an imported one has its usual path.</summary>
    private static void AddOurs(CommentedObject endpoints, string key, string usual, List<string> paths)
    {
        if (paths.Find(path => path.Length > 0 && (IsWithin(path, usual) || IsWithin(usual, path))) is { } rival)
        {
            var quoted = CommentText.Quote(rival);
            endpoints.Add(key, null, $"fill in another path to serve it: its usual one, {usual}, and {quoted} cannot be told apart");
        }
    }

    private static void AddHealth(CommentedObject gateway, Found<string> found)
    {
        var path = Hints.WithoutExplanation(found);
        gateway.Remark(path.Notes);
        if (path.Value.Length > 0)
        {
            var isUsual = path.Value == GatewayKeys.Health;
            var was = isUsual ? "" : $", and its path is {GatewayKeys.Health}: it was {CommentText.Quote(path.Value)}";
            gateway.Remark($"The health check is on InternalUrls{was}.");
        }
    }

    private static bool IsWithin(string path, string other) => new PathString(path).StartsWithSegments(other);
}
