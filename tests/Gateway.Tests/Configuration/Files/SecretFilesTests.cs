using System.Text;
using Microsoft.Extensions.Configuration;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Configuration.Files;

/// <summary>Secrets as editors, shells and tools of all systems leave them in files.</summary>
public sealed class SecretFilesTests : IDisposable
{
    private const string Key = "Gateway__Services__shop__AppSecret";
    private const string Setting = "Gateway:Services:shop:AppSecret";

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    public static TheoryData<string, byte[]> Files() => new()
    {
        { "plain", "s3cret"u8.ToArray() },
        { "LF", "s3cret\n"u8.ToArray() },
        { "CRLF", "s3cret\r\n"u8.ToArray() },
        { "CR", "s3cret\r"u8.ToArray() },
        { "several", "s3cret\r\n\r\n\n"u8.ToArray() },
        { "blanks", "s3cret \t \r\n"u8.ToArray() },
        { "blanks before", "\r\n  s3cret"u8.ToArray() },
        { "mark", [0xEF, 0xBB, 0xBF, .. "s3cret\r\n"u8] },
        { "two marks", [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. "s3cret"u8] },
        { "UTF-16", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("s3cret\r\n")] },
        { "UTF-16 the other way round", [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes("s3cret\r\n")] },
        { "NUL", "s3cret\0"u8.ToArray() },
        { "blanks of other scripts", "s3cret\u3000\u00a0\u2028"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void What_stands_around_a_secret_is_no_part_of_it(string name, byte[] content)
    {
        Write(content);

        using var configuration = Read();

        Assert.Equal((name, "s3cret"), (name, configuration[Setting]));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("一个\r\n秘密")]
    [InlineData("")]
    public void What_stands_within_a_secret_stays(string secret)
    {
        Write(Encoding.UTF8.GetBytes(secret));

        using var configuration = Read();

        Assert.Equal(secret, configuration[Setting]);
    }

    [Fact]
    public async Task A_changed_file_is_read_in_the_same_way()
    {
        Write("first\r\n"u8.ToArray());
        using var configuration = Read();

        Write("the second\r\n"u8.ToArray());

        await Eventually.HoldsAsync(
            () => configuration[Setting] == "the second",
            "the change took effect",
            TestContext.Current.CancellationToken);
    }

    private void Write(byte[] content)
    {
        Directory.CreateDirectory(Path.Combine(_workplace.Folder, "secrets"));
        File.WriteAllBytes(Path.Combine(_workplace.Folder, "secrets", Key), content);
    }

    private ConfigurationManager Read()
    {
        var configuration = new ConfigurationManager();
        configuration.AddGatewaySources(_workplace.Environment with { SecretsFolder = "secrets" }, [], []);
        return configuration;
    }
}
