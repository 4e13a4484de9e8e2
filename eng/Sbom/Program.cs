using System.Text.Json;

namespace WxYarpGateway.Sbom;

/// <summary>Writes the software bill of materials of a project as CycloneDX JSON, out of what its restore wrote down.</summary>
internal static class Program
{
    /// <summary>Takes the project's <c>project.assets.json</c>; returns the exit code.</summary>
    public static int Main(string[] args)
    {
        if (args is not [var file])
        {
            Console.Error.WriteLine("Usage: Sbom <project.assets.json>, which dotnet restore writes.");
            return 1;
        }

        using var assets = JsonDocument.Parse(File.ReadAllBytes(file));
        using var output = Console.OpenStandardOutput();
        output.Write(CycloneDx.Write(Assets.Read(assets.RootElement)));
        output.WriteByte((byte)'\n');
        return 0;
    }
}
