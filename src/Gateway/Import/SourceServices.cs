namespace WxYarpGateway.Gateway.Import;

/// <summary>The services of go-wx-gateway beside each other: who has which path, and what becomes of names that occur more than once.</summary>
internal sealed class SourceServices
{
    private readonly List<SourceService> _services = [];
    private readonly List<string> _remarks = [];

    /// <summary>Arranges the entries of the list.</summary>
    public SourceServices(IReadOnlyList<SourceService> found)
    {
        var areAllEmpty = found.All(service => service.IsEmpty);
        _remarks.AddRange(found.Where(service => service.IsEmpty && !areAllEmpty).Select(service => $"{Called(service)} is left out: nothing in it was filled in"));

        var paths = new PublicPaths();
        SourceService[] apart = [.. found.Where(service => areAllEmpty || !service.IsEmpty).Select(service => GivePaths(service, paths))];
        var lastOfName = apart.GroupBy(service => service.Name.Value, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        var keeperOfName = apart.GroupBy(service => service.Name.Value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.LastOrDefault(service => service.IsReached) ?? group.Last(), StringComparer.Ordinal);
        var names = new ServiceNames(lastOfName.Keys);
        foreach (var service in apart)
        {
            var isKeeper = ReferenceEquals(service, keeperOfName[service.Name.Value]);
            if (isKeeper || service.IsReached)
            {
                _services.Add(WithParams(service, lastOfName[service.Name.Value]) with { Name = isKeeper ? names.First(service.Name) : names.Another(service.Name) });
            }
            else
            {
                _remarks.Add($"{Called(service)} is left out: another entry has its name, and it had no path of its own");
            }
        }
    }

    /// <summary>Gets the services to write, with names and paths of their own.</summary>
    public IReadOnlyList<SourceService> Services => _services;

    /// <summary>Gets what is to be said about those that are left out.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    private static SourceService GivePaths(SourceService service, PublicPaths paths)
    {
        var owner = Called(service);
        var messages = paths.GiveMessages(service.MessagePath, owner);

        // Without a redirect-url, go-wx-gateway did not listen there.
        return service with { MessagePath = messages, OAuthPath = service.OAuthBackend.Value.Length == 0 ? service.OAuthPath : paths.GiveOAuth(service.OAuthPath, owner) };
    }

    /// <summary>Returns the service with the parameters that counted: go-wx-gateway kept them by name, apart from the paths.</summary>
    private static SourceService WithParams(SourceService service, SourceService last)
    {
        if ((service.AppId.Value, service.AppSecret.Value, service.AesKey.Value) == (last.AppId.Value, last.AppSecret.Value, last.AesKey.Value))
        {
            return service;
        }

        var note = $"{GoGatewayKeys.AppId}, {GoGatewayKeys.AppSecret} and {GoGatewayKeys.AesKey} are those of {last.Place}: of entries with one name, the last one's counted";
        return service with { AppId = last.AppId.Noting(note), AppSecret = last.AppSecret, AesKey = last.AesKey };
    }

    private static string Called(SourceService service) => $"{service.Place} {CommentText.Quote(service.Name.Value)}";
}
