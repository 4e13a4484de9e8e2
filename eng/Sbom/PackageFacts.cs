using System.Xml.Linq;

namespace WxYarpGateway.Sbom;

/// <summary>What a package in NuGet's folder says about itself.</summary>
/// <param name="Sha512">The SHA-512 of the package's file, in hexadecimal digits.</param>
/// <param name="Licence">The licence as an SPDX expression; <see langword="null"/> when the package names none.</param>
/// <param name="LicenceUrl">Where an older package says its licence is; <see langword="null"/> for none.</param>
internal sealed record PackageFacts(string Sha512, string? Licence, string? LicenceUrl)
{
    /// <summary>Reads a package's folder.</summary>
    public static PackageFacts Read(string folder)
    {
        var hash = Convert.FromBase64String(File.ReadAllText(Directory.GetFiles(folder, "*.nupkg.sha512").Single()));
        var metadata = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single()).Root!.Elements().Single(element => element.Name.LocalName == "metadata").Elements().ToList();
        var licence = metadata.Find(element => element.Name.LocalName == "license" && (string?)element.Attribute("type") == "expression")?.Value;
        var url = metadata.Find(element => element.Name.LocalName == "licenseUrl")?.Value;
        return new PackageFacts(Convert.ToHexStringLower(hash), licence, licence is null ? url : null);
    }
}
