<?php
require_once 'Composer/Semver/autoload.php';

$parser = new Composer\Semver\VersionParser();
while (($line = fgets(STDIN)) !== false) {
    [$a, $b] = explode("\t", rtrim($line, "\n"));
    try {
        $a = $parser->normalize($a);
        $b = $parser->normalize($b);
        // Branches by name are in no order.
        $named = strpos($a, 'dev-') === 0 || strpos($b, 'dev-') === 0;
        $order = version_compare($a, $b);
        echo $named ? '!' : ($order < 0 ? '<' : ($order > 0 ? '>' : '=')), "\n";
    } catch (UnexpectedValueException $error) {
        echo "!\n";
    }
}
