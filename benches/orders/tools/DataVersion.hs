module Main (main) where

import Data.Version (Version, parseVersion, versionBranch, versionTags)
import Text.ParserCombinators.ReadP (readP_to_S)

-- Hackage takes no tags.
parse :: String -> Maybe Version
parse text = case [v | (v, "") <- readP_to_S parseVersion text, null (versionTags v)] of
  (v : _) -> Just v
  [] -> Nothing

answer :: String -> String
answer line = case (parse a, parse (drop 1 b)) of
  (Just x, Just y) -> case compare (versionBranch x) (versionBranch y) of
    LT -> "<"
    EQ -> "="
    GT -> ">"
  _ -> "!"
  where
    (a, b) = break (== '\t') line

main :: IO ()
main = interact (unlines . map answer . lines)
