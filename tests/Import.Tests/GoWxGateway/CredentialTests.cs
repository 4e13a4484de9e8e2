using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Import.Tests.GoWxGateway;

public sealed class CredentialTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory]
    [InlineData("token", "your_token_at_weixin_admin", "Token")]
    [InlineData("token", "开发/服务器配置", "Token")]
    [InlineData("app-id", "your_appId_at_weixin_admin", "AppId")]
    [InlineData("app-id", "公众号", "AppId")]
    [InlineData("app-secret", "your_appSecret_at_weixin_admin", "AppSecret")]
    [InlineData("app-secret", "公众号", "AppSecret")]
    public async Task A_hint_is_not_a_value(string key, string hint, string becomes)
    {
        var imported = await ImportAsync(key, hint);

        Assert.Equal("", imported[$"Services:shop:{becomes}"]);
        imported.Says($"fill in the {becomes} from the WeChat console: what stood here was a hint");
        Assert.DoesNotContain(hint, imported.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("let_this_empty_or_null_if_plain_text_transfer")]
    [InlineData("如果是明文传输，则该串为空或null")]
    public async Task A_hint_is_not_a_key(string hint)
    {
        var imported = await ImportAsync("aes-key", hint);

        Assert.Null(imported["Services:shop:EncodingAesKey"]);
        Assert.Null(imported["Services:shop:Encryption"]);
        imported.Says("fill in the EncodingAESKey from the WeChat console, unless it is in plaintext mode");
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Theory]
    [InlineData("token", "with space", "Token")]
    [InlineData("token", "a2345678901234567890123456789012345678901234567890123456789012345", "Token")]
    [InlineData("app-id", "wx 1", "AppId")]
    [InlineData("app-secret", "a b", "AppSecret")]
    [InlineData("aes-key", "short", "EncodingAesKey")]
    public async Task A_wrong_value_stays_and_a_comment_says_so_where_validate_finds_it(string key, string value, string becomes)
    {
        var imported = await ImportAsync(key, value);

        Assert.Equal(value, imported[$"Services:shop:{becomes}"]);
        imported.Says("fill in again: it must be");
        Assert.Contains($"Services:shop:{becomes} ", Assert.Single(await imported.ErrorsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_whose_last_bits_stray_is_taken_as_it_was_there()
        => Assert.Empty(await (await ImportAsync("aes-key", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFH")).ErrorsAsync());

    private Task<Imported> ImportAsync(string key, string value)
    {
        var others = new Dictionary<string, string> { ["token"] = "t", ["app-id"] = "wx1", ["app-secret"] = "s", [key] = value };
        var wxParams = string.Join(',', others.Select(other => $"\"{other.Key}\": \"{other.Value}\""));
        return Imported.OfServiceAsync(_workplace, wxParams: wxParams);
    }
}
