using WxYarpGateway.Import.Configuration;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>The services of go-wx-gateway together: gives each its paths and a name of its own.</summary>
internal sealed class SourceServices
{
    private readonly List<SourceService> _services = [];
    private readonly List<string> _remarks = [];

    /// <summary>Arranges the entries of the list.</summary>
    public SourceServices(IReadOnlyList<SourceService> found)
    {
        var areAllEmpty = found.All(service => service.IsEmpty);
        _remarks.AddRange(
            from service in found
            where service.IsEmpty && !areAllEmpty
            select $"{Called(service)} is left out: nothing in it was filled in");

        var paths = new PublicPaths();
        SourceService[] apart = [.. found.Where(service => areAllEmpty || !service.IsEmpty).Select(service => GivePaths(service, paths))];
        var byName = apart.GroupBy(service => service.Name.Value, StringComparer.Ordinal).ToArray();
        var lastOfName = byName.ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        var keeperOfName = byName.ToDictionary(
            group => group.Key, group => group.LastOrDefault(service => service.IsReached) ?? group.Last(), StringComparer.Ordinal);
        var names = new ServiceNames(lastOfName.Keys);
        foreach (var service in apart)
        {
            var isKeeper = ReferenceEquals(service, keeperOfName[service.Name.Value]);
            if (isKeeper || service.IsReached)
            {
                var name = isKeeper ? names.First(service.Name) : names.Another(service.Name);
                _services.Add(WithParams(service, lastOfName[service.Name.Value]) with { Name = name });
            }
            else
            {
                _remarks.Add($"{Called(service)} is left out: another entry has its name, and it had no path of its own");
            }
        }
    }

    /// <summary>Gets the services to write, with names and paths of their own.</summary>
    public IReadOnlyList<SourceService> Services => _services;

    /// <summary>Gets remarks on the services that are left out.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    private static SourceService GivePaths(SourceService service, PublicPaths paths)
    {
        var owner = Called(service);
        var messages = paths.GiveMessages(service.MessagePath, owner);

        // Without a redirect-url, go-wx-gateway did not listen there.
        return service with
        {
            MessagePath = messages,
            OAuthPath = service.OAuthBackend.Value.Length == 0 ? service.OAuthPath : paths.GiveOAuth(service.OAuthPath, owner),
        };
    }

    /// <summary>Returns the service with the parameters that counted: go-wx-gateway kept them by name, apart from the paths.</summary>
    private static SourceService WithParams(SourceService service, SourceService last)
    {
        if (AccountOf(service) == AccountOf(last))
        {
            return service;
        }

        var note = $"{GoGatewayKeys.AppId}, {GoGatewayKeys.AppSecret} and {GoGatewayKeys.AesKey} are those of {last.Place}: "
            + "of entries with one name, the last one's counted";
        return service with { AppId = last.AppId.Noting(note), AppSecret = last.AppSecret, AesKey = last.AesKey };
    }

    private static (string AppId, string AppSecret, string AesKey) AccountOf(SourceService service)
        => (service.AppId.Value, service.AppSecret.Value, service.AesKey.Value);

    private static string Called(SourceService service) => $"{service.Place} {CommentText.Quote(service.Name.Value)}";
}
