using WxYarpGateway.Import.Configuration;
using WxYarpGateway.Import.GoWxGateway;

namespace WxYarpGateway.Import.Tests.GoWxGateway;

public sealed class BackendAddressTests
{
    [Theory]
    [InlineData("http://10.0.0.1:8000/msghandler")]
    [InlineData("http://backend")]
    [InlineData("HTTP://Backend/A")]
    [InlineData("")]
    public void An_address_stays_as_it_is(string address)
    {
        var found = new Found<string>(address, []);

        Assert.Same(found, BackendAddress.OfMessages(found));
        Assert.Same(found, BackendAddress.OfOAuth(found));
    }

    [Theory]
    [InlineData("https://backend/a", "its certificate is checked now; go-wx-gateway took any")]
    [InlineData("http://user:word@backend/", "fill in another address: one with a user, or with an @, is refused here")]
    [InlineData("backend:8000", "fill in again: it must be an absolute http or https address")]
    [InlineData("ftp://backend", "fill in again: it must be an absolute http or https address")]
    [InlineData("/a", "fill in again: it must be an absolute http or https address")]
    public void One_that_differs_here_stays_and_says_so(string address, string note)
    {
        var backend = BackendAddress.OfOAuth(new Found<string>(address, []));

        Assert.Equal(address, backend.Value);
        Assert.Equal([note], backend.Notes);
    }

    [Theory]
    [InlineData("http://backend/a/", "the slash at its end is not doubled before msg/... and event/... any more")]
    [InlineData(
        "http://backend/a?key=b", "/msg/... and /event/... follow the address as it is here, behind its ? or #, as they did before")]
    public void What_is_put_behind_an_address_is_said(string address, string note)
    {
        Assert.Equal([note], BackendAddress.OfMessages(new Found<string>(address, [])).Notes);
        Assert.Empty(BackendAddress.OfOAuth(new Found<string>(address, [])).Notes);
    }

    [Theory]
    [InlineData("http://yourhost.or.ip.here")]
    [InlineData("http://yourhost.io.ip.here/path/to/redirect")]
    [InlineData("http://yourhost.or.ip/path --这个地址")]
    public void The_samples_address_is_none(string address)
    {
        var backend = BackendAddress.OfMessages(new Found<string>(address, []));

        Assert.Equal("", backend.Value);
        Assert.Equal("fill in the backend: what stood here was the sample's", backend.Notes[^1]);
    }
}
