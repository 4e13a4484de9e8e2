using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WxYarpGateway.Sbom;

/// <summary>Writes CycloneDX 1.6. The same parts give the same bytes: there is no time in it, and its serial number is a digest.</summary>
internal static class CycloneDx
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the JSON.</summary>
    public static byte[] Write(Assets assets)
    {
        var components = new JsonArray([.. assets.Parts.Select(Component)]);
        var references = assets.Parts.ToDictionary(part => part.Name, part => part.Reference);
        var dependencies = new JsonArray([.. assets.Parts.Prepend(assets.Project).Select(part => Dependency(part, references))]);
        var serial = SerialOf(assets.Project.Reference + components.ToJsonString() + dependencies.ToJsonString());
        return JsonSerializer.SerializeToUtf8Bytes(
            new JsonObject
            {
                ["bomFormat"] = "CycloneDX",
                ["specVersion"] = "1.6",
                ["serialNumber"] = $"urn:uuid:{serial}",
                ["version"] = 1,
                ["metadata"] = new JsonObject { ["component"] = Describe(assets.Project, "application") },
                ["components"] = components,
                ["dependencies"] = dependencies,
            },
            Layout);
    }

    private static JsonObject Component(Part part)
    {
        var component = Describe(part, "library");
        if (part.Package is { } package)
        {
            component["purl"] = part.Purl;
            component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = package.Sha512 });
            if (LicenceOf(package) is { } licence)
            {
                component["licenses"] = new JsonArray(licence);
            }
        }

        return component;
    }

    private static JsonObject Describe(Part part, string type) => new()
    {
        ["type"] = type,
        ["bom-ref"] = part.Reference,
        ["name"] = part.Name,
        ["version"] = part.Version,
    };

    private static JsonObject? LicenceOf(PackageFacts package)
        => package.Licence is { } expression ? new JsonObject { ["expression"] = expression }
            : package.LicenceUrl is { } url ? new JsonObject { ["license"] = new JsonObject { ["name"] = url, ["url"] = url } }
            : null;

    private static JsonObject Dependency(Part part, Dictionary<string, string> references) => new()
    {
        ["ref"] = part.Reference,
        ["dependsOn"] = new JsonArray([.. part.DependsOn.Select(name => JsonValue.Create(references[name]))]),
    };

    // A UUID of version 8 (RFC 9562): 122 bits of a digest.
    private static Guid SerialOf(string content)
    {
        var bytes = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
