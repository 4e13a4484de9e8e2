using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Transforms.Tests.Configuration.Rules;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("Gateway:Services:shop:AppSecret")]
    [InlineData("Gateway:Services:shop:Token")]
    [InlineData("Gateway:Services:shop:previousTOKEN")]
    [InlineData("Gateway:Services:shop:EncodingAesKey")]
    [InlineData("Gateway:Services:shop:PreviousEncodingAesKey")]
    [InlineData("Gateway:Services:shop:Token:0")]
    [InlineData("Gateway:Services:shop:AppSecrt_or_Password")]
    [InlineData("Gateway:InternalApiKeys:crm")]
    [InlineData("Gateway:Store:Redis")]
    public void What_is_secret_is_known(string path) => Assert.True(Secrets.IsSecret(path));

    [Theory]
    [InlineData("Gateway:Services:monkey:AppId")]
    [InlineData("Gateway:Services:token:MessagePath")]
    [InlineData("Gateway:Services:shop:TokenEndpoint")]
    [InlineData("Gateway:Store:KeyPrefix")]
    [InlineData("ReverseProxy:Clusters:keys:Destinations:redis:Address")]
    [InlineData("Gateway:Urls")]
    public void What_is_not_is_shown(string path) => Assert.False(Secrets.IsSecret(path));
}
