using System.Text.Json;
using WxYarpGateway.Import.Configuration;
using WxYarpGateway.Import.GoWxGateway;

namespace WxYarpGateway.Import;

/// <summary>Turns the configuration of another WeChat gateway into one of ours.</summary>
public static class ConfigurationImport
{
    /// <summary>Reads a configuration file of go-wx-gateway.</summary>
    /// <param name="path">The file.</param>
    /// <param name="asciiOnly">Whether the result may hold ASCII only, because the output can carry nothing else.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Our configuration, or the reason why there is none.</returns>
    public static async Task<ImportResult> FromGoWxGatewayAsync(string path, bool asciiOnly, CancellationToken cancellationToken)
    {
        var (file, problem) = await SourceFile.ReadAsync(path, cancellationToken);
        return file is null ? ImportResult.Failed(problem!) : FromGoWxGateway(file, asciiOnly);
    }

    /// <summary>Converts a configuration of go-wx-gateway that is already read.</summary>
    internal static ImportResult FromGoWxGateway(SourceFile file, bool asciiOnly)
    {
        var source = new SourceObject(file.Root, "");
        var entries = source.List(GoGatewayKeys.Services);
        var services = entries.Value.Index()
            .Where(entry => entry.Item.ValueKind == JsonValueKind.Object)
            .Select(entry => SourceService.Read(entry.Item, entry.Index))
            .ToList();
        if (services.Count == 0)
        {
            return ImportResult.Failed($"{file.Name} has no services, so it is hardly the configuration of go-wx-gateway.");
        }

        var arranged = new SourceServices(services);
        var gateway = new CommentedObject();
        if (arranged.Services.Any(service => service.HasOAuth))
        {
            gateway.Suggest(
                GatewayKeys.PublicUrl,
                "https://wx.example.com",
                "the address that browsers see: needed for pages that send browsers to {OAuthPath}/start, which is new");
        }

        ListenerSection.AddTo(gateway, source);
        EndpointsSection.AddTo(gateway, source.Object(GoGatewayKeys.CommonEndpoints));
        gateway.AddEmptyLine();
        gateway.Add(GatewayKeys.Services, Services(source, entries.Value, arranged), entries.Notes);

        var root = new CommentedObject();
        root.Add(GatewayKeys.Section, gateway);
        return ImportResult.Imported(CommentedJson.Write(FileHead.Of(file, source, entries.Value), root, asciiOnly));
    }

    private static CommentedObject Services(SourceObject source, IReadOnlyList<JsonElement> entries, SourceServices arranged)
    {
        var section = new CommentedObject();
        section.Remark(arranged.Remarks);
        section.Remark(entries.Index()
            .Where(entry => entry.Item.ValueKind != JsonValueKind.Object)
            .Select(entry => $"{GoGatewayKeys.Services}[{entry.Index}] is no object, and is left out"));

        var dontAppend = source.Flag(GoGatewayKeys.DontAppendUserInfo);
        section.Remark(dontAppend.Notes);
        foreach (var service in arranged.Services)
        {
            section.AddEmptyLine();
            section.Add(service.Name.Value, ServiceSection.Of(service, appendsUserInfo: dontAppend.Value != true), service.Name.Notes);
        }

        return section;
    }
}
