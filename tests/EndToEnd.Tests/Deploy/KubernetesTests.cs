using System.Net;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.Testing.Processes;
using YamlDotNet.RepresentationModel;

namespace WxYarpGateway.EndToEnd.Tests.Deploy;

/// <summary>Reads the Kubernetes manifests as one: what names something must name what is there.</summary>
public sealed class KubernetesTests
{
    private const string SomeDigest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "k8s");

    [Fact]
    public void The_kustomization_lists_every_manifest()
    {
        var listed = Resources("kustomization.yaml").Single()["resources"];

        var files = Directory.GetFiles(Folder, "*.yaml").Select(Path.GetFileName).Where(file => file != "kustomization.yaml");
        Assert.Equal(files.Order(), ((YamlSequenceNode)listed).Select(file => file.ToString()).Order());
    }

    [Fact]
    public void PostgreSql_has_a_kustomization_of_its_own_with_a_disk_probes_and_a_nightly_dump()
    {
        const string Server = "postgresql";
        var listed = (YamlSequenceNode)Resources(Path.Combine(Server, "kustomization.yaml")).Single()["resources"];
        var files = Directory.GetFiles(Path.Combine(Folder, Server)).Select(Path.GetFileName).Where(file => file != "kustomization.yaml");
        Assert.Equal(files.Order(), listed.Select(file => file.ToString()).Order());
        var resources = listed.SelectMany(file => Resources(Path.Combine(Server, file.ToString()))).ToList();

        var set = resources.Single(resource => resource["kind"].ToString() == "StatefulSet")["spec"];
        var container = set["template"]["spec"]["containers"][0];
        Assert.Equal("/var/lib/postgresql/data", container["volumeMounts"][0]["mountPath"].ToString());
        Assert.Equal(set["volumeClaimTemplates"][0]["metadata"]["name"], container["volumeMounts"][0]["name"]);
        Assert.Contains("pg_isready", container["readinessProbe"].ToString(), StringComparison.Ordinal);
        var job = resources.Single(resource => resource["kind"].ToString() == "CronJob")["spec"]["jobTemplate"]["spec"]["template"]["spec"];
        Assert.Contains("pg_dump", job["containers"][0]["command"].ToString(), StringComparison.Ordinal);
        Assert.Equal(
            resources.Single(resource => resource["kind"].ToString() == "PersistentVolumeClaim")["metadata"]["name"],
            job["volumes"][0]["persistentVolumeClaim"]["claimName"]);
    }

    [Fact]
    public void The_console_has_a_kustomization_of_its_own_a_disk_a_key_and_no_rights()
    {
        const string Console = "console";
        var listed = (YamlSequenceNode)Resources(Path.Combine(Console, "kustomization.yaml")).Single()["resources"];
        var files = Directory.GetFiles(Path.Combine(Folder, Console)).Select(Path.GetFileName).Where(file => file != "kustomization.yaml");
        Assert.Equal(files.Order(), listed.Select(file => file.ToString()).Order());
        var resources = listed.SelectMany(file => Resources(Path.Combine(Console, file.ToString())))
            .ToDictionary(resource => resource["kind"].ToString());

        var template = resources["Deployment"]["spec"]["template"];
        var pod = template["spec"];
        var container = pod["containers"][0];
        Assert.Equal("allowed", template["metadata"]["labels"]["wechat-gateway"].ToString());
        Assert.Equal(resources["Service"]["spec"]["selector"]["app"], template["metadata"]["labels"]["app"]);
        Assert.Equal(resources["Service"]["spec"]["ports"][0]["targetPort"], container["ports"][0]["name"]);
        Assert.Equal(resources["Secret"]["metadata"]["name"], pod["volumes"][0]["secret"]["secretName"]);
        Assert.Equal(
            resources["PersistentVolumeClaim"]["metadata"]["name"], pod["volumes"][1]["persistentVolumeClaim"]["claimName"]);
        Assert.Equal("true", pod["securityContext"]["runAsNonRoot"].ToString());
        Assert.Equal("true", container["securityContext"]["readOnlyRootFilesystem"].ToString());
        Assert.Equal("false", container["securityContext"]["allowPrivilegeEscalation"].ToString());
        Assert.Contains("ALL", container["securityContext"]["capabilities"]["drop"].ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(container["resources"]["limits"]["memory"].ToString());

        // Who may say who the client is: nobody but the ingress reaches it, and the range of a node is the widest that it believes.
        var policy = resources["NetworkPolicy"]["spec"];
        Assert.Equal(resources["Service"]["spec"]["selector"].ToString(), policy["podSelector"]["matchLabels"].ToString());
        Assert.Equal(container["ports"][0]["name"], policy["ingress"][0]["ports"][0]["port"]);
        var proxies = ((YamlSequenceNode)container["env"]).Where(
            variable => variable["name"].ToString().StartsWith("Console__KnownProxies", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(proxies);
        Assert.All(proxies, proxy => Assert.True(IPNetwork.Parse(proxy["value"].ToString()).PrefixLength >= 24));
    }

    [Fact]
    public void Every_manifest_says_what_it_is()
        => Assert.All(Resources(), resource =>
        {
            Assert.NotEmpty(resource["apiVersion"].ToString());
            Assert.NotEmpty(resource["kind"].ToString());
            Assert.NotEmpty(resource["metadata"]["name"].ToString());
        });

    [Fact]
    public void Whatever_selects_the_gateway_selects_its_pods()
    {
        var label = Deployment()["spec"]["template"]["metadata"]["labels"].ToString();

        Assert.Equal(label, Deployment()["spec"]["selector"]["matchLabels"].ToString());
        Assert.Equal(label, Of("PodDisruptionBudget")["spec"]["selector"]["matchLabels"].ToString());
        Assert.Equal(label, Of("NetworkPolicy")["spec"]["podSelector"]["matchLabels"].ToString());
        Assert.All(Resources().Where(resource => resource["kind"].ToString() == "Service"), service
            => Assert.Equal(label, service["spec"]["selector"].ToString()));
        Assert.Equal(Deployment()["metadata"]["name"], Of("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]["name"]);
    }

    [Fact]
    public void The_public_service_does_not_lead_to_the_internal_listener()
    {
        var ports = ((YamlSequenceNode)Container()["ports"]).ToDictionary(
            port => port["name"].ToString(), port => port["containerPort"].ToString());
        var service = Resources().Single(
            resource => resource["kind"].ToString() == "Service" && resource["metadata"]["name"].ToString() == "gateway");

        Assert.Equal("7080", ports["public"]);
        Assert.Equal("7081", ports["internal"]);
        Assert.Equal(["public"], ((YamlSequenceNode)service["spec"]["ports"]).Select(port => port["targetPort"].ToString()));
    }

    [Fact]
    public void The_pod_is_probed_on_the_internal_listener_and_given_time_to_stop()
    {
        var container = Container();

        Assert.Equal("/health/live", container["startupProbe"]["httpGet"]["path"].ToString());
        Assert.Equal("/health/live", container["livenessProbe"]["httpGet"]["path"].ToString());
        Assert.Equal("/health/ready", container["readinessProbe"]["httpGet"]["path"].ToString());
        Assert.All(["startupProbe", "livenessProbe", "readinessProbe"], probe
            => Assert.Equal("internal", container[probe]["httpGet"]["port"].ToString()));
        Assert.Equal("35", Deployment()["spec"]["template"]["spec"]["terminationGracePeriodSeconds"].ToString());
    }

    [Fact]
    public void The_pod_has_no_rights_it_does_not_need()
    {
        var pod = Deployment()["spec"]["template"]["spec"];
        var security = Container()["securityContext"];

        Assert.Equal("false", pod["automountServiceAccountToken"].ToString());
        Assert.Equal("true", pod["securityContext"]["runAsNonRoot"].ToString());
        Assert.Equal("RuntimeDefault", pod["securityContext"]["seccompProfile"]["type"].ToString());
        Assert.Equal("false", security["allowPrivilegeEscalation"].ToString());
        Assert.Equal("true", security["readOnlyRootFilesystem"].ToString());
        Assert.Contains("ALL", security["capabilities"]["drop"].ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(Container()["resources"]["limits"]["memory"].ToString());
        Assert.DoesNotContain(((YamlMappingNode)pod).Children, entry => entry.Key.ToString() is "hostNetwork" or "hostPID" or "hostIPC");
        Assert.Equal("restricted", Of("Namespace")["metadata"]["labels"]["pod-security.kubernetes.io/enforce"].ToString());
        Assert.All(((YamlSequenceNode)Container()["volumeMounts"]).Where(mount => mount["name"].ToString() is not ("tmp" or "data")), mount
            => Assert.Equal("true", mount["readOnly"].ToString()));
    }

    [Fact]
    public void Only_pods_that_say_so_reach_the_internal_listener()
    {
        var policy = Of("NetworkPolicy")["spec"];
        var rules = ((YamlSequenceNode)policy["ingress"]).ToDictionary(
            rule => rule["ports"][0]["port"].ToString(), rule => (YamlMappingNode)rule);

        Assert.Equal("Ingress", policy["policyTypes"][0].ToString());
        Assert.Equal(["internal", "public"], rules.Keys.Order());
        Assert.DoesNotContain(rules["public"].Children, entry => entry.Key.ToString() == "from");
        var from = ((YamlSequenceNode)rules["internal"]["from"]).Single();
        Assert.Equal("allowed", from["podSelector"]["matchLabels"]["wechat-gateway"].ToString());
    }

    [Fact]
    public void A_changed_config_map_reaches_the_gateway()
    {
        // A file mounted by subPath never changes; a folder does.
        var mounts = (YamlSequenceNode)Container()["volumeMounts"];

        Assert.DoesNotContain(mounts, mount => ((YamlMappingNode)mount).Children.ContainsKey("subPath"));
        Assert.StartsWith(mounts.Single(mount => mount["name"].ToString() == "config")["mountPath"].ToString(), Variable("GATEWAY_CONFIG"),
            StringComparison.Ordinal);
        Assert.Equal(
            mounts.Single(mount => mount["name"].ToString() == "secrets")["mountPath"].ToString(), Variable("GATEWAY_SECRETS_DIR"));
    }

    [Fact]
    public async Task As_they_are_the_gateway_names_what_is_to_be_filled_in_and_once_it_is_starts()
    {
        using var workplace = new Workplace();

        var (unfilled, output) = await ValidateAsync(workplace.Folder);
        Assert.Equal(2, unfilled);
        Assert.Contains("Gateway:Services:shop:Token is missing", output, StringComparison.Ordinal);
        Assert.Contains("InternalApiKeys:shop-backend", output, StringComparison.Ordinal);

        var (filled, rest) = await ValidateAsync(
            workplace.Folder, ("Gateway__Services__shop__Token", "a-token"), ("Gateway__InternalApiKeys__shop-backend", SomeDigest));
        Assert.True(filled == 0, rest);
    }

    /// <summary>Lays the ConfigMap and the Secret out as the kubelet does, behind symbolic links, and has the gateway check them.</summary>
    private static async Task<(int ExitCode, string Output)> ValidateAsync(string folder, params (string Key, string Value)[] filledIn)
    {
        Mount(Path.Combine(folder, "config"), (YamlMappingNode)Of("ConfigMap")["data"], []);
        Mount(Path.Combine(folder, "secrets"), (YamlMappingNode)Of("Secret")["stringData"], filledIn);
        var environment = new Dictionary<string, string>
        {
            ["GATEWAY_CONFIG"] = Path.Combine(folder, "config", "gateway.json"),
            ["GATEWAY_SECRETS_DIR"] = Path.Combine(folder, "secrets"),
        };
        await using var validate = Executable.Start("Gateway", folder, environment, "validate");
        await Testing.Time.Eventually.HoldsAsync(() => validate.HasExited, "the check ended", TestContext.Current.CancellationToken);
        return (validate.ExitCode, validate.Output);
    }

    private static void Mount(string path, YamlMappingNode entries, (string Key, string Value)[] filledIn)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        var versioned = Directory.CreateDirectory(Path.Combine(path, "..2026_01_01"));
        Directory.CreateSymbolicLink(Path.Combine(path, "..data"), versioned.Name);
        foreach (var (key, value) in entries.Children.Select(entry => (entry.Key.ToString(), entry.Value.ToString())))
        {
            File.WriteAllText(Path.Combine(versioned.FullName, key), filledIn.FirstOrDefault(one => one.Key == key).Value ?? value);
            File.CreateSymbolicLink(Path.Combine(path, key), Path.Combine("..data", key));
        }
    }

    private static YamlNode Deployment() => Of("Deployment");

    private static YamlNode Container() => Deployment()["spec"]["template"]["spec"]["containers"][0];

    private static string Variable(string name)
        => ((YamlSequenceNode)Container()["env"]).Single(variable => variable["name"].ToString() == name)["value"].ToString();

    private static YamlNode Of(string kind) => Resources().Single(resource => resource["kind"].ToString() == kind);

    private static List<YamlNode> Resources()
        => [.. Directory.GetFiles(Folder, "*.yaml").Where(file => Path.GetFileName(file) != "kustomization.yaml").SelectMany(
            file => Resources(Path.GetFileName(file)))];

    private static List<YamlNode> Resources(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Folder, file));
        yaml.Load(reader);
        return [.. yaml.Documents.Select(document => document.RootNode)];
    }
}
