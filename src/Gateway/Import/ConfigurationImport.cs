using System.Text.Json;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Import;

/// <summary>Makes a configuration of ours of one of go-wx-gateway's.</summary>
internal static class ConfigurationImport
{
    /// <summary>Returns the configuration as JSON with comments, or a sentence that says why there is none.</summary>
    /// <param name="file">The configuration of go-wx-gateway.</param>
    /// <param name="asciiOnly">Whether the output can carry ASCII only.</param>
    public static (string? Json, string? Problem) Make(SourceFile file, bool asciiOnly)
    {
        var source = new SourceObject(file.Root, "");
        var entries = source.List(GoGatewayKeys.Services);
        var services = entries.Value.Index()
            .Where(entry => entry.Item.ValueKind == JsonValueKind.Object)
            .Select(entry => SourceService.Read(entry.Item, entry.Index))
            .ToList();
        if (services.Count == 0)
        {
            return (null, $"{file.Name} has no services, so it is hardly the configuration of go-wx-gateway.");
        }

        var arranged = new SourceServices(services);
        var gateway = new CommentedObject();
        if (arranged.Services.Any(service => service.HasOAuth))
        {
            gateway.Suggest("PublicUrl", "https://wx.example.com", "the address that browsers see: needed for pages that send visitors to {OAuthPath}/start, which is new");
        }

        ListenerSection.AddTo(gateway, source);
        EndpointsSection.AddTo(gateway, source.Object(GoGatewayKeys.CommonEndpoints));
        gateway.Part();
        gateway.Add("Services", Services(source, entries.Value, arranged), entries.Notes);

        var root = new CommentedObject();
        root.Add(GatewayOptions.Section, gateway);
        return (CommentedJson.Write(FileHead.Of(file, source, entries.Value), root, asciiOnly), null);
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
            section.Part();
            section.Add(service.Name.Value, ServiceSection.Of(service, appendsUserInfo: dontAppend.Value != true), service.Name.Notes);
        }

        return section;
    }
}
