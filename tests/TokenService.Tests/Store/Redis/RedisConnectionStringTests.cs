using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Redis;

namespace WxYarpGateway.TokenService.Tests.Store.Redis;

public sealed class RedisConnectionStringTests
{
    private const string Secret = "p4ss";

    [Theory]
    [InlineData("redis")]
    [InlineData("redis:6379")]
    [InlineData("my_redis:6379 , 10.0.0.1 ,password=p4ss,ssl = true,defaultDatabase=3")]
    [InlineData("contoso.redis.cache.windows.net:6380,password=p4ss=,ssl=True,abortConnect=False")]
    [InlineData("a:1,KEEPALIVE=10,connectTimeout=500,syncTimeout=1000,name=me,sslHost=b,connectRetry=1,resolveDns=false,allowAdmin=false,")]
    [InlineData("a,password=user=bob")]
    [InlineData("a,password==p4ss==")]
    [InlineData("a,user=bob,password=p4ss")]
    [InlineData("a,b:26379,c,serviceName=main,password=p4ss,sentinelPassword=p4ss,sentinelUser=bob")]
    [InlineData("a,sslProtocols=tls12|tls13,checkCertificateRevocation=true,asyncTimeout=1000,protocol=resp2,tcpKeepAlive=true,highIntegrity=false")]
    [InlineData("[::1]:6379,::1")]
    public void What_the_client_takes_and_heeds_is_taken(string text)
    {
        Assert.Empty(RedisConnectionString.Errors(text));
        Assert.True(RedisConnectionString.TryParse(text, out _));
    }

    [Theory]
    [InlineData("a,username=p4ss", "username", "user")]
    [InlineData("a,masterName=p4ss", "masterName", "serviceName")]
    [InlineData("a,channelPrefix=p4ss", "channelPrefix", "KeyPrefix")]
    [InlineData("a,preserveAsyncOrder=p4ss", "preserveAsyncOrder", "ignores")]
    [InlineData("a,writeBuffer=p4ss", "writeBuffer", "ignores")]
    [InlineData("a,sslProtocols=p4ss", "sslProtocols", "value")]
    [InlineData("a,protocol=p4ss", "protocol", "value")]
    [InlineData("a,tunnel=p4ss", "tunnel", "value")]
    [InlineData("a,password=p4ss,asyncTimeout=p4ss", "asyncTimeout", "value")]
    [InlineData("a,tls=p4ss", "tls", "ssl")]
    [InlineData("a,db=p4ss", "db", "defaultDatabase")]
    [InlineData("a,password=p4ss,ssl=true,paswrod=p4ss", "paswrod", "knows")]
    [InlineData("a,colour=p4ss", "colour", "knows")]
    [InlineData("a,syncTimeout=p4ss", "syncTimeout", "value")]
    [InlineData("a,syncTimeout=99999999999999999999", "syncTimeout", "value")]
    [InlineData("a,ssl=p4ss", "ssl", "value")]
    [InlineData("a,defaultDatabase=-1", "defaultDatabase", "value")]
    [InlineData("a,proxy=p4ss", "proxy", "value")]
    public void An_option_that_the_client_does_not_know_or_heed_is_named_and_its_value_is_not(string text, string option, string hint)
    {
        var error = Error(text);

        Assert.Contains($"its option {option} ", error, StringComparison.Ordinal);
        Assert.Contains(hint, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://localhost:6379")]
    [InlineData("redis://localhost")]
    [InlineData("rediss://default:p4ss@localhost:6380/0")]
    [InlineData("redis://:p4ss@localhost,ssl=true")]
    [InlineData("redis://localhost?password=p4ss")]
    [InlineData("a,redis://localhost")]
    [InlineData("tcp://localhost:6379")]
    [InlineData("unix:///var/run/redis.sock")]
    public void A_URL_is_told_from_a_host(string text) => Assert.Contains("it is a URL", Error(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("localhost:p4ss")]
    [InlineData("localhost:99999")]
    [InlineData("localhost:-1")]
    [InlineData("p4ss@localhost")]
    [InlineData("/var/run/p4ss.sock")]
    [InlineData("!/var/run/p4ss.sock")]
    [InlineData("a b")]
    [InlineData("a:6379,b:p4ss", 2)]
    public void What_is_no_host_is_named_by_its_place(string text, int part = 1) => Assert.Contains($"part {part} is no host", Error(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("a,password=p4ss,p4ss", 3)]
    [InlineData("a,password=p4ss,p4ss=x", 3)]
    [InlineData("a,password=p4ss,p4ss=", 3)]
    [InlineData("a,p4ss==", 2)]
    [InlineData("a,p4ss!x=y", 2)]
    [InlineData("a,$p4ss=y", 2)]
    [InlineData("a,password=p4ss,$get=p4ss", 3)]
    [InlineData("a,password=p4ss,p4ss2=x", 3)]
    [InlineData("a,ssl=true,p4ss", 3)]
    public void What_may_be_a_part_of_a_password_is_named_by_its_place_alone(string text, int part)
        => Assert.Contains($"part {part} ", Error(text), StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var errors = RedisConnectionString.Errors("a:b,username=x,channelPrefix=y,ssl=maybe").ToList();

        Assert.Equal(4, errors.Count);
    }

    [Theory]
    [InlineData("password=p4ss")]
    [InlineData("p4ss==")]
    [InlineData("")]
    [InlineData(" , ,")]
    public void No_host_at_all_is_told(string text) => Assert.Contains(
        RedisConnectionString.Errors(text),
        error => error.StartsWith("it names no host", StringComparison.Ordinal));


    private static string Error(string text)
    {
        var result = new StoreOptionsValidator().Validate("Gateway:Store", new StoreOptions { Kind = StoreKind.Redis, Redis = text });
        Assert.False(RedisConnectionString.TryParse(text, out _));
        var error = Assert.Single(result.Failures!);
        Assert.StartsWith(
            "The field Gateway:Store.Redis must be a connection string such as localhost:6379,password=…: ",
            error,
            StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "localhost",
            error.Replace("localhost:6379,password=…", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        return error;
    }
}
