using System.Diagnostics;
using System.Text.Json;
using WxYarpGateway.Testing.Files;
using YamlDotNet.RepresentationModel;

namespace WxYarpGateway.EndToEnd.Tests.Deploy;

/// <summary>Reads the deployment as docker-compose does: what a production user expects must be in it.</summary>
public sealed class ComposeTests
{
    private static readonly string[] Replicas = ["gateway-1", "gateway-2", "gateway-3"];

    [Fact]
    public async Task Docker_compose_takes_the_file()
    {
        Assert.Equal("", await ConfigAsync("--quiet"));
        var services = (await ConfigAsync("--services")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All([.. Replicas, "nginx", "redis", "otel-collector", "prometheus", "grafana", "jaeger", "simulator", "echo-backend",
            "console", "console-nginx"], name
            => Assert.Contains(name, services));
    }

    [Fact]
    public async Task Every_service_has_a_memory_limit_and_comes_back_by_itself()
    {
        var services = await ServicesAsync();

        Assert.All(services.Children, service =>
        {
            Assert.True(
                service.Value is YamlMappingNode node && node.Children.ContainsKey("mem_limit"), $"{service.Key} has no memory limit.");
            Assert.Equal("unless-stopped", service.Value["restart"].ToString());
        });
    }

    [Fact]
    public async Task The_replicas_are_alike_unprivileged_and_given_time_to_stop()
    {
        var services = await ServicesAsync();

        Assert.All(Replicas, replica =>
        {
            var gateway = services[replica];
            Assert.Equal(services[Replicas[0]].ToString(), gateway.ToString());
            Assert.Equal("true", gateway["read_only"].ToString());
            Assert.Contains("ALL", gateway["cap_drop"].ToString(), StringComparison.Ordinal);
            Assert.Contains("no-new-privileges", gateway["security_opt"].ToString(), StringComparison.Ordinal);
            Assert.Equal("35s", gateway["stop_grace_period"].ToString());
            Assert.Equal(["CMD", "dotnet", "WxYarpGateway.Gateway.dll", "health"],
                ((YamlSequenceNode)gateway["healthcheck"]["test"]).Select(word => word.ToString()));
            Assert.Equal("65536", gateway["ulimits"]["nofile"].ToString());
            Assert.DoesNotContain(((YamlMappingNode)gateway).Children, entry => entry.Key.ToString() == "ports");
        });
    }

    [Theory]
    [InlineData("gateway-1")]
    [InlineData("simulator")]
    [InlineData("echo-backend")]
    [InlineData("console")]
    public async Task Our_own_images_run_with_nothing_they_do_not_need(string name)
    {
        var service = (YamlMappingNode)(await ServicesAsync())[name];

        Assert.Equal("true", service["read_only"].ToString());
        Assert.Equal(["/tmp"], Words(service["tmpfs"]));
        Assert.Equal(["ALL"], Words(service["cap_drop"]));

        // And nothing that would take the engine's seccomp profile away.
        Assert.Equal(["no-new-privileges:true"], Words(service["security_opt"]));
        Assert.All(["privileged", "cap_add", "devices", "pid", "network_mode", "user"], key
            => Assert.DoesNotContain(service.Children, entry => entry.Key.ToString() == key));
    }

    [Fact]
    public async Task The_replicas_have_a_disk_for_what_only_they_know()
    {
        var gateway = (await ServicesAsync())[Replicas[0]];

        Assert.Contains(((YamlSequenceNode)gateway["volumes"]).Select(volume => volume.ToString()), volume
            => volume.StartsWith("journal:/data", StringComparison.Ordinal));
        Assert.Equal("/data", gateway["environment"]["GATEWAY_DATA_DIR"].ToString());
        Assert.Contains("--chown=$APP_UID /data /data", File.ReadAllText(Path.Combine(Folder(), "Dockerfile")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_internal_is_published_beyond_this_machine()
    {
        var published = (await ServicesAsync()).Children
            .Where(service => ((YamlMappingNode)service.Value).Children.ContainsKey("ports"))
            .SelectMany(service
                => ((YamlSequenceNode)service.Value["ports"]).Select(port => (Service: service.Key.ToString(), Address: AddressOf(port))));

        Assert.All(published, one
            => Assert.True(one.Service == "nginx" || one.Address == "127.0.0.1", $"{one.Service} is open to everybody."));
    }

    [Fact]
    public async Task PostgreSql_has_a_disk_a_health_check_and_a_nightly_dump_on_another_disk()
    {
        var services = await ServicesAsync();
        var server = services["postgresql"];
        var backup = services["postgresql-backup"];

        Assert.Contains("pg_isready", server["healthcheck"].ToString(), StringComparison.Ordinal);
        Assert.Contains("/var/lib/postgresql/data", server["volumes"].ToString(), StringComparison.Ordinal);
        Assert.Contains("pg_dump", backup["command"].ToString(), StringComparison.Ordinal);
        Assert.Contains("postgresql-backups", backup["volumes"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redis_keeps_what_it_is_given()
    {
        var command = (await ServicesAsync())["redis"]["command"].ToString();

        Assert.Contains("--appendonly yes", command, StringComparison.Ordinal);
        Assert.Contains("noeviction", command, StringComparison.Ordinal);
    }

    [Fact]
    public void Nginx_passes_to_every_replica_and_tries_another_when_one_stops()
    {
        var nginx = File.ReadAllText(Path.Combine(Folder(), "nginx.conf"));

        Assert.All(Replicas, replica => Assert.Contains($"server {replica}:7080", nginx, StringComparison.Ordinal));
        Assert.Contains("proxy_next_upstream error timeout non_idempotent", nginx, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gateways_believe_nginx_about_who_the_client_is_and_nobody_else()
    {
        var address = (await ServicesAsync())["nginx"]["networks"]["default"]["ipv4_address"].ToString();
        using var gateway = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(Folder(), "gateway.json"), TestContext.Current.CancellationToken),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var nginx = await File.ReadAllTextAsync(Path.Combine(Folder(), "nginx.conf"), TestContext.Current.CancellationToken);

        Assert.Equal([address],
            gateway.RootElement.GetProperty("Gateway").GetProperty("KnownProxies").EnumerateArray().Select(proxy => proxy.GetString()));
        Assert.Contains("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;", nginx, StringComparison.Ordinal);
        Assert.Contains("proxy_set_header X-Forwarded-Proto $scheme;", nginx, StringComparison.Ordinal);
        Assert.Contains("proxy_set_header X-Forwarded-Host $host;", nginx, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_console_is_behind_TLS_and_believes_its_nginx_alone()
    {
        var services = await ServicesAsync();
        var console = (YamlMappingNode)services["console"];
        var nginx = await File.ReadAllTextAsync(Path.Combine(Folder(), "console-nginx.conf"), TestContext.Current.CancellationToken);

        Assert.DoesNotContain(console.Children, entry => entry.Key.ToString() == "ports");
        Assert.Equal(services["console-nginx"]["networks"]["default"]["ipv4_address"], console["environment"]["Console__KnownProxies__0"]);
        Assert.All(Replicas.Index(), replica
            => Assert.Equal($"http://{replica.Item}:7081", console["environment"][$"Console__Gateways__{replica.Index}__Url"].ToString()));
        Assert.Contains("listen 443 ssl;", nginx, StringComparison.Ordinal);
        Assert.DoesNotContain("listen 80", nginx, StringComparison.Ordinal);
        Assert.Contains("proxy_set_header Upgrade $http_upgrade;", nginx, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("console.Dockerfile")]
    public void The_image_runs_without_a_shell_and_without_root(string file)
    {
        var image = File.ReadAllLines(Path.Combine(Folder(), file));

        Assert.Contains(
            image, line => line.StartsWith("FROM ", StringComparison.Ordinal) && line.EndsWith("-chiseled", StringComparison.Ordinal));
        Assert.Contains("USER $APP_UID", image);
        Assert.DoesNotContain(image.SkipWhile(line => line != "USER $APP_UID").Skip(1), line
            => line.StartsWith("USER ", StringComparison.Ordinal) || line.StartsWith("RUN ", StringComparison.Ordinal));
        Assert.Contains(image, line => line.Contains("DOTNET_EnableDiagnostics=0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("console.Dockerfile")]
    public void The_image_takes_only_the_packages_that_are_pinned(string file)
    {
        var runs = File.ReadAllLines(Path.Combine(Folder(), file)).Where(
            line => line.StartsWith("RUN ", StringComparison.Ordinal)).ToArray();

        Assert.Equal("""RUN dotnet restore "$PROJECT" -p:RestoreLockedMode=true""", runs[0]);
    }

    // docker-compose 1 writes 127.0.0.1:9090:9090/tcp, and 2 an object.
    private static string AddressOf(YamlNode port) => port is YamlMappingNode node
        ? (node.Children.TryGetValue("host_ip", out var address) ? address.ToString() : "") : port.ToString().Split(':')[0];

    private static string[] Words(YamlNode node) => node is YamlSequenceNode list ? [.. list.Select(word => word.ToString())]
        : [node.ToString()];

    private static async Task<YamlMappingNode> ServicesAsync()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(await ConfigAsync()));
        return (YamlMappingNode)yaml.Documents[0].RootNode["services"];
    }

    /// <summary>Runs <c>docker-compose config</c> for everything, the demo, PostgreSQL and the console included.</summary>
    private static async Task<string> ConfigAsync(params string[] options)
    {
        var start = new ProcessStartInfo(
            "docker-compose",
                ["-f", Path.Combine(Folder(), "docker-compose.yml"), "--profile", "demo", "--profile", "database", "--profile", "console",
                    "config", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }

    private static string Folder() => Path.Combine(Repository.Root, "deploy");
}
